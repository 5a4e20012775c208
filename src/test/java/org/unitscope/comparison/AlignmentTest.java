package org.unitscope.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unitscope.comparison.ComparisonFixtures.gradient;
import static org.unitscope.comparison.ComparisonFixtures.node;
import static org.unitscope.comparison.ComparisonFixtures.rewritten;
import static org.unitscope.comparison.ComparisonFixtures.shaped;
import static org.unitscope.comparison.ComparisonFixtures.side;
import static org.unitscope.comparison.ComparisonFixtures.weight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.comparison.TensorMapping.Pair;
import org.unitscope.comparison.TensorMapping.Place;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// Which tensors are taken for the same, rule by rule, and that none is lost.
class AlignmentTest {
    private static RunComparison compare(ComparedRun a, ComparedRun b) throws WorkbenchException {
        return RunComparison.of(a, b, TensorMapping.NONE);
    }

    private static List<String> aligned(RunComparison comparison) {
        return comparison.pairs().stream()
                .map(pair ->
                        "%s %s %s".formatted(pair.a().key(), pair.by().label(), pair.b().path()))
                .toList();
    }

    private static List<String> reasons(RunComparison comparison) {
        return comparison.unaligned().stream()
                .map(one ->
                        (one.inFirst() ? "A " : "B ") + one.tensor().path() + ": " + one.reason())
                .toList();
    }

    private static TensorMapping mapping(String... paths) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < paths.length; i += 2) {
            String at = (i / 2 + 1) + ":1";
            pairs.add(new Pair(new Place(paths[i], at), new Place(paths[i + 1], at)));
        }
        return new TensorMapping("map.json", pairs);
    }

    @Test
    void theSamePathIsTheSameTensor() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side(
                                "a",
                                node("x", "input"),
                                node("fc", "linear"),
                                gradient("fc", "linear")),
                        side(
                                "b",
                                gradient("fc", "linear"),
                                node("fc", "gelu"),
                                node("x", "input")));

        // In the order of the first run, whatever the order or the operator of the second.
        assertThat(aligned(comparison)).containsExactly("x A id x", "fc A id fc", "fc gA id fc");
        assertThat(comparison.unaligned()).isEmpty();
    }

    @Test
    void aRoleThatOneRunLacksIsUnaligned() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side("a", node("fc", "linear"), gradient("fc", "linear")),
                        side("b", node("fc", "linear")));

        assertThat(aligned(comparison)).containsExactly("fc A id fc");
        assertThat(reasons(comparison))
                .containsExactly("A fc: aligned with 'fc' by id, which has no gA");
    }

    @Test
    void anOriginNamesWhatARewriteMadeATensorFrom() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side("a", node("attn", "linear"), node("out", "linear")),
                        rewritten(
                                "b",
                                Map.of("u.attn_scaled", "attn", "u.more", "out"),
                                node("u.attn_scaled", "scaled_linear"),
                                node("out", "linear"),
                                node("u.more", "scale")));

        assertThat(aligned(comparison))
                .containsExactly("attn A origin u.attn_scaled", "out A id out");
        assertThat(reasons(comparison))
                .containsExactly("B u.more: made from 'out', which is aligned already");
    }

    @Test
    void twoTensorsOfOneOriginStayApart() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side("a", node("attn", "linear")),
                        rewritten(
                                "b",
                                Map.of("u.one", "attn", "u.two", "attn"),
                                node("u.one", "scale"),
                                node("u.two", "scale")));

        assertThat(comparison.pairs()).isEmpty();
        assertThat(reasons(comparison))
                .contains("B u.one: made from 'attn', as others are")
                .hasSize(3);
    }

    @Test
    void thePathGoesBeforeTheOrigin() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side("a", node("old", "linear"), node("x", "linear")),
                        rewritten("b", Map.of("x", "old"), node("x", "linear")));

        assertThat(aligned(comparison)).containsExactly("x A id x");
        assertThat(reasons(comparison)).singleElement().asString().startsWith("A old:");
    }

    @Test
    void bothRunsMayHaveBeenRewritten() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        rewritten("a", Map.of("p.x1", "x"), node("p.x1", "add")),
                        rewritten("b", Map.of("q.x2", "x"), node("q.x2", "mul")));

        assertThat(aligned(comparison)).containsExactly("p.x1 A origin q.x2");
    }

    @Test
    void aPrefixThatWasAddedIsSeenThrough() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side(
                                "a",
                                node("blocks.0.query", "linear"),
                                node("blocks.1.query", "linear")),
                        side(
                                "b",
                                node("model.blocks.0.query", "linear"),
                                node("model.blocks.1.query", "linear")));

        assertThat(aligned(comparison))
                .containsExactly(
                        "blocks.0.query A name model.blocks.0.query",
                        "blocks.1.query A name model.blocks.1.query");
    }

    @Test
    void anAmbiguousNameAlignsNothing() throws WorkbenchException {
        // 'query' is left over once on either side, but the first run has two of that name.
        RunComparison comparison =
                compare(
                        side(
                                "a",
                                node("one.query", "linear"),
                                shaped(node("two.query", "linear"), 3)),
                        side(
                                "b",
                                node("one.query", "linear"),
                                shaped(node("six.query", "linear"), 4)));

        assertThat(aligned(comparison)).containsExactly("one.query A id one.query");
        assertThat(reasons(comparison))
                .containsExactly(
                        "A two.query: no such path there, and 'query' names 2 tensors here and 2 there",
                        "B six.query: no such path there, and 'query' names 2 tensors here and 2 there");
    }

    @Test
    void aNameNeedsTheSameOperatorAndALetter() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side(
                                "a",
                                node("p.norm", "layer_norm"),
                                shaped(node("hidden.0", "gelu"), 3)),
                        side("b", node("q.norm", "rms_norm"), shaped(node("layers.0", "gelu"), 4)));

        assertThat(comparison.pairs()).isEmpty();
        assertThat(comparison.unaligned()).hasSize(4);
    }

    @Test
    void renamedTensorsAreFoundByTheirPlace() throws WorkbenchException {
        RunComparison comparison =
                compare(
                        side(
                                "a",
                                node("blocks.0.query", "linear"),
                                node("blocks.0.key", "linear"),
                                node("blocks.1.query", "linear"),
                                node("blocks.1.key", "linear"),
                                node("blocks.1.act", "gelu")),
                        // Numbered from 1, and named otherwise.
                        side(
                                "b",
                                node("blocks.1.q", "linear"),
                                node("blocks.1.k", "linear"),
                                node("blocks.2.q", "linear"),
                                node("blocks.2.k", "linear"),
                                node("blocks.2.act", "silu")));

        assertThat(aligned(comparison))
                .containsExactly(
                        "blocks.0.query A position blocks.1.q",
                        "blocks.0.key A position blocks.1.k",
                        "blocks.1.query A position blocks.2.q",
                        "blocks.1.key A position blocks.2.k");
        assertThat(comparison.unaligned()).hasSize(2);
    }

    @Test
    void aPlaceNeedsEqualNumbersAndNoContradiction() throws WorkbenchException {
        ComparedRun a = side("a", node("m.p1", "linear"), node("m.p2", "linear"));

        assertThat(compare(a, side("b", node("m.q1", "linear"))).pairs()).isEmpty();
        assertThat(compare(side("b", node("m.q1", "linear")), a).pairs()).isEmpty();
        assertThat(compare(a, side("b", node("n.q1", "linear"), node("n.q2", "linear"))).pairs())
                .isEmpty();
        assertThat(
                        compare(
                                        a,
                                        side(
                                                "b",
                                                shaped(node("m.q1", "linear"), 9),
                                                shaped(node("m.q2", "linear"), 9)))
                                .pairs())
                .isEmpty();
        // p2 has moved to the front: the order of the place is not the old one.
        RunComparison moved =
                compare(
                        side(
                                "a",
                                node("m.p1", "linear"),
                                node("m.p2", "linear"),
                                node("m.p3", "linear")),
                        side(
                                "b",
                                node("m.p2", "linear"),
                                node("m.q1", "linear"),
                                node("m.q3", "linear")));
        assertThat(aligned(moved)).containsExactly("m.p2 A id m.p2");
        assertThat(moved.unaligned()).hasSize(4);
    }

    @Test
    void theUsersPairsGoBeforeEveryRule() throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        side(
                                "a",
                                node("p", "linear"),
                                gradient("p", "linear"),
                                node("q", "linear")),
                        side(
                                "b",
                                node("p", "linear"),
                                node("q", "linear"),
                                gradient("q", "linear")),
                        mapping("p", "q"));

        // What the pair leaves over is alone in its place: linear, with no gradient.
        assertThat(aligned(comparison))
                .containsExactly("p A mapping q", "p gA mapping q", "q A position p");
        assertThat(comparison.unaligned()).isEmpty();
    }

    @Test
    void pairsThatDoNotFitAreAllSaid() {
        assertThatThrownBy(() ->
                        RunComparison.of(
                                side("run-a", node("blocks.0.query", "linear"), weight("w")),
                                side("run-b", node("blocks.0.q", "linear"), weight("w")),
                                mapping(
                                        "blocks.0.qery", "blocks.0.q",
                                        "w", "blocks.0.q",
                                        "w", "w")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining(
                        "map.json:1:1: 'a': run-a has no tensor 'blocks.0.qery'; did you mean 'blocks.0.query'?")
                .hasMessageContaining(
                        "map.json:2:1: 'blocks.0.q' is 'b' of a pair already, at 1:1; keep one")
                .hasMessageContaining(
                        "map.json:3:1: 'w' is 'a' of a pair already, at 2:1; keep one");
        assertThatThrownBy(() ->
                        RunComparison.of(
                                side("a", weight("w")),
                                side("b", node("x", "add")),
                                mapping("w", "x")))
                .hasMessageContaining(
                        "'w' is a parameter and 'x' is an activation; they have no role in common");
    }

    @Test
    void aTensorListedTwiceIsRefused() {
        assertThatThrownBy(() ->
                        compare(side("run-a", node("x", "input"), node("x", "input")), side("b")))
                .hasMessageContaining("run-a: it lists tensor 'x A' twice; make the run again");
    }

    private static final List<String> WORDS = List.of("a", "b", "0", "1", "w");

    private static TensorRecord[] draw(Random random) {
        Map<String, TensorRecord> tensors = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            List<String> segments = new ArrayList<>();
            for (int k = random.nextInt(3); k >= 0; k--) {
                segments.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            Role role = Role.values()[random.nextInt(4)];
            TensorRecord tensor =
                    RunFixtures.tensor(
                            String.join(".", segments),
                            random.nextBoolean() ? "linear" : "add",
                            role,
                            1);
            if (tensors.put(tensor.key().toString(), tensor) == null) {
                order.add(tensor.key().toString());
            }
        }
        return order.stream().map(tensors::get).toArray(TensorRecord[]::new);
    }

    private static Map<String, String> origins(
            Random random, TensorRecord[] of, TensorRecord[] to) {
        Map<String, String> origins = new HashMap<>();
        for (TensorRecord tensor : of) {
            if (to.length > 0 && random.nextInt(4) == 0) {
                origins.put(tensor.path(), to[random.nextInt(to.length)].path());
            }
        }
        return origins;
    }

    /// Whatever the names, every row of both runs is in one pair or unaligned, with its own record.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyTensorOccursExactlyOnce(int seed) throws WorkbenchException {
        Random random = new Random(seed);
        Set<AlignedBy> seen = new HashSet<>();
        for (int trial = 0; trial < 300; trial++) {
            TensorRecord[] left = draw(random);
            TensorRecord[] right = draw(random);
            RunComparison comparison =
                    compare(
                            rewritten("a", origins(random, left, right), left),
                            rewritten("b", origins(random, right, left), right));
            Stream<TensorRecord> ofA =
                    Stream.concat(
                            comparison.pairs().stream().map(TensorPair::a),
                            comparison.unaligned().stream()
                                    .filter(Unaligned::inFirst)
                                    .map(Unaligned::tensor));
            Stream<TensorRecord> ofB =
                    Stream.concat(
                            comparison.pairs().stream().map(TensorPair::b),
                            comparison.unaligned().stream()
                                    .filter(one -> !one.inFirst())
                                    .map(Unaligned::tensor));
            assertThat(ofA).containsExactlyInAnyOrder(left);
            assertThat(ofB).containsExactlyInAnyOrder(right);
            assertThat(comparison.pairs())
                    .allMatch(pair -> pair.a().key().role() == pair.b().key().role());
            comparison.pairs().forEach(pair -> seen.add(pair.by()));
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        AlignedBy.ID, AlignedBy.ORIGIN, AlignedBy.NAME, AlignedBy.POSITION);
    }
}
