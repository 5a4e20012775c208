package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unitscope.graph.Role;

class OutlineTest {
    @Test
    void blocksAreDottedPrefixesAndParametersBelongToTheirOperation() {
        Outline outline = Outline.of(RunFixtures.layers(12));

        assertThat(outline.items())
                .extracting(OutlineItem::path)
                .containsExactly("x", "blocks", "shared");
        OutlineItem blocks = outline.items().get(1);
        assertThat(blocks.children()).hasSize(12);
        OutlineItem attention = blocks.children().get(3).children().getFirst();
        assertThat(attention.path()).isEqualTo("blocks.3.attention");
        OutlineItem query = attention.children().getFirst();
        assertThat(query.isBlock()).isFalse();
        assertThat(query.depth()).isEqualTo(3);
        assertThat(query.label()).isEqualTo("query");
        assertThat(query.all(Role.WEIGHT))
                .extracting(TensorRecord::path)
                .containsExactly(
                        "blocks.3.attention.query.weight", "blocks.3.attention.query.bias");
    }

    @Test
    void aNodeShowsItsLargestParameterAndABlockTheOneFarthestFromOne() {
        Outline outline = Outline.of(RunFixtures.layers(3));
        OutlineItem blocks = outline.items().get(1);
        OutlineItem query = blocks.children().get(1).children().getFirst().children().getFirst();

        assertThat(query.shown(Role.WEIGHT).orElseThrow().path()).endsWith("weight");
        assertThat(blocks.shown(Role.ACTIVATION).orElseThrow().path())
                .isEqualTo("blocks.0.attention.query");
        assertThat(blocks.all(Role.ACTIVATION)).hasSize(3);
    }

    @Test
    void filterKeepsMatchesWithTheirBlocks() {
        Outline outline = Outline.of(RunFixtures.layers(12)).filtered("QUERY .11");

        assertThat(outline.flattened())
                .extracting(OutlineItem::path)
                .containsExactly(
                        "blocks", "blocks.11", "blocks.11.attention", "blocks.11.attention.query");
        assertThat(Outline.of(RunFixtures.layers(2)).filtered("nothing like it").items()).isEmpty();
        assertThat(Outline.of(RunFixtures.layers(2)).filtered(" ").items()).hasSize(3);
    }

    @Test
    void anEmptyRunHasNoRows() {
        assertThat(Outline.of(RunFixtures.run("empty")).items()).isEqualTo(List.of());
    }

    @Test
    void distanceCountsOctavesEitherWay() {
        assertThat(Scales.distance(RunFixtures.tensor("a", "add", Role.ACTIVATION, 8)))
                .isEqualTo(3);
        assertThat(Scales.distance(RunFixtures.tensor("a", "add", Role.ACTIVATION, 1 / 16.0)))
                .isEqualTo(4);
        assertThat(Scales.distance(RunFixtures.tensor("a", "add", Role.ACTIVATION, 0))).isZero();
        assertThat(Scales.distance(RunFixtures.tensor("a", "add", Role.ACTIVATION, Double.NaN)))
                .isInfinite();
    }

    @Test
    void deviationIsRelativeToThePrediction() {
        TensorRecord half = RunFixtures.tensor("a", "add", Role.ACTIVATION, 2, 1, -1);
        TensorRecord zeros = RunFixtures.tensor("a", "add", Role.ACTIVATION, 0, 0, 0);
        TensorRecord unforeseen = RunFixtures.tensor("a", "add", Role.ACTIVATION, 0, 1, 0);

        assertThat(Scales.deviation(half)).hasValue(-0.5);
        assertThat(Scales.deviation(zeros)).hasValue(0);
        assertThat(Scales.deviation(unforeseen)).isEmpty();
    }
}
