package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.comparison.ComparisonFixtures;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `compare` on stored runs: two by hand, and the mlp of the zoo sampled.
class CompareTest {
    private static final float FLUSHED = 0x1p-18f;

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void storeRuns() throws IOException {
        store(
                "a",
                1,
                gradient("fc", FLUSHED, 1, 1),
                gradient("act", 1, 1),
                gradient("old", 1, 2, 3));
        store("b", 1, gradient("fc", 4, 4, 4), gradient("act", 1e6f, 1), gradient("new", 1));
        store("c", 2, gradient("fc", FLUSHED, 1, 1), gradient("act", 1, 1));
    }

    private static TensorRecord gradient(String path, float... values) {
        return RunFixtures.tensor(path, "linear", Role.ACTIVATION_GRADIENT, 1, values);
    }

    private void store(String name, long seed, TensorRecord... tensors) throws IOException {
        RunStore.write(ComparisonFixtures.run("net", seed, tensors), folder.resolve(name));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        110);
        WindowOpener nowhere =
                (model, symbols) -> {
                    throw new WindowUnavailableException("there is no display; set DISPLAY");
                };
        return Unitscope.run(console, nowhere, arguments);
    }

    /// `compare`, with words that name a stored run replaced by its folder.
    private int compare(String... words) {
        return run(
                Stream.concat(
                                Stream.of("compare"),
                                Stream.of(words)
                                        .map(word ->
                                                word.matches("[a-z]")
                                                        ? folder.resolve(word).toString()
                                                        : word.replace("DIR", folder.toString())))
                        .toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theHeadlineCountsWinsAndLosses() {
        assertThat(compare("a", "b")).isZero();

        assertThat(out())
                .contains("A → B: fixed 1, broken 1, same 0, unaligned 2")
                .contains("2 tensors aligned (2 by id); unaligned: 1 only in A, 1 only in B")
                // 1 of 8 values in A; none of 6 in B, where 1e6 overflows.
                .contains("gradient values flushed to zero: 12.5 %; more than 1 % in 1 of 3")
                .contains("gradient values flushed to zero: 0 %; more than 1 % in 0 of 3")
                .contains("only in A: old gA, no such path, name or position there")
                .contains("only in B: new gA");
        assertThat(out().lines())
                .anyMatch(line ->
                        line.matches("act +gA .* 0 % → 0 %  broken: representable → overflow"))
                .anyMatch(line ->
                        line.matches("fc +gA .* 33.3 % → 0 %  fixed: at risk → representable"))
                // sqrt(2 / 3) to 4: 2 + log2(sqrt(3 / 2)) = 2.292.
                .anyMatch(line -> line.matches("fc +gA +0\\.816 +4\\.00 +\\+2\\.29 .*"));
    }

    @Test
    void severalRunsAreEachComparedAgainstTheFirst() {
        assertThat(compare("a", "b", "c")).isZero();

        assertThat(out())
                .contains("C: net, fp8, seed 2")
                .contains("A → C: fixed 0, broken 0, same 2, unaligned 1")
                .contains("differ in seed: 1 | 2")
                .contains("chance explains 2 of 2 differences (within 3 standard errors)\n")
                .doesNotContain("may be chance too");
    }

    @Test
    void differencesBeyondThreeStandardErrorsAreNotCalledReal() throws IOException {
        // The fixtures' standard error is 0.1: 1 to 1.4 is 2.8 of sqrt(2) * 0.1, 1 to 1.5 is 3.5.
        store("s", 1, gradient("near", 1, 1), gradient("far", 1, 1));
        store("t", 2, gradient("near", 1.4f, 1.4f), gradient("far", 1.5f, 1.5f));

        assertThat(compare("s", "t")).isZero();
        assertThat(out())
                .contains("chance explains 1 of 2 differences (within 3 standard errors);")
                .contains("the other 1 may be chance too");
    }

    @Test
    void runsThatWereCutShortOrNotSampledSaySo() throws IOException {
        store("p", 1, gradient("fc", 1, 1), gradient("act"));

        assertThat(compare("a", "p")).isZero();
        assertThat(out())
                .contains("B: net, fp8, seed 1, partial, 1 of 2 tensors sampled")
                .contains("fixed 1, broken 0, not judged 1, same 0, unaligned 1")
                .contains("1 of these as predicted");
        assertThat(out().lines())
                .anyMatch(line ->
                        line.matches(
                                "act +gA +~1\\.00 +~1\\.00 +\\+0\\.00 +0 % → - +representable → not judged"));
    }

    @Test
    void rowsCanBeChosenAndKept() throws IOException {
        Path csv = folder.resolve("pairs.csv");

        assertThat(compare("a", "b", "--role", "W", "--tolerance", "3", "--csv", csv.toString()))
                .isZero();
        assertThat(out())
                .contains("fixed 1, broken 1", "tolerance 3 octaves: 1 within, 1 outside")
                .doesNotContain("fc ");
        assertThat(err()).contains("comparison written to " + csv);
        List<String> rows = Files.readString(csv).lines().toList();
        assertThat(rows).hasSize(5);
        assertThat(rows.get(1)).contains(",gA,id,within,fixed,sampled,measured,2.29");

        assertThat(compare("a", "b", "--sort", "path")).isZero();
        assertThat(out().indexOf("act ")).isLessThan(out().indexOf("fc "));
    }

    @Test
    void aMappingFileGoesFirst() throws IOException {
        Files.writeString(
                folder.resolve("map.json"), "{\"pairs\": [\n{\"a\": \"old\", \"b\": \"new\"}]}");

        assertThat(compare("a", "b", "--map", "DIR/map.json")).isZero();
        assertThat(out()).contains("1 by mapping, 2 by id", "unaligned 0", "old = new");

        Files.writeString(
                folder.resolve("map.json"), "{\"pairs\": [\n{\"a\": \"olt\", \"b\": \"new\"}]}");
        assertThat(compare("a", "b", "--map", "DIR/map.json")).isEqualTo(2);
        assertThat(err()).contains("map.json:2:7: 'a': ").contains("did you mean 'old' or 'act'?");
    }

    @Test
    void theLogOfARewriteIsRead() throws IOException {
        Files.writeString(
                folder.resolve("b/rewrite-log.json"), "{\"origins\": {\"new\": \"old\"}}");

        assertThat(compare("a", "b")).isZero();
        assertThat(out()).contains("2 by id, 1 by origin", "unaligned 0");
    }

    @Test
    void jsonHasCountsAndRows() {
        assertThat(compare("a", "b", "--json")).isZero();
        JsonNode result = JsonMapper.shared().readTree(out());
        JsonNode comparison = result.path("comparisons").get(0);

        assertThat(result.path("runs").get(0).path("gradient_values_flushed_fraction").asDouble())
                .isEqualTo(1.0 / 8);
        assertThat(comparison.path("counts").path("fixed").asInt()).isEqualTo(1);
        assertThat(comparison.path("counts").path("unaligned_only_in_b").asInt()).isEqualTo(1);
        assertThat(comparison.path("pairs").size()).isEqualTo(2);
        JsonNode first = comparison.path("pairs").get(0);
        assertThat(first.path("tensor_a").asString()).isEqualTo("fc");
        assertThat(first.path("underflow_fraction_a").asDouble()).isEqualTo(1.0 / 3);
        assertThat(first.path("sqnr_db_b").asString()).isEqualTo("Infinity");
        assertThat(comparison.path("unaligned").get(1).path("tensor_b").asString())
                .isEqualTo("new");
    }

    @Test
    void longListsAreCutUnlessAllIsAsked() throws IOException {
        TensorRecord[] many = new TensorRecord[30];
        for (int i = 0; i < many.length; i++) {
            many[i] = gradient("t" + i, 1, 2);
        }
        store("m", 1, many);

        assertThat(compare("m", "m")).isZero();
        assertThat(out())
                .contains("... 20 of 30; all with --all")
                .contains("asked the same of both");
        assertThat(compare("m", "m", "--all")).isZero();
        assertThat(out()).doesNotContain("...").contains("t29 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|requires at least 2 values",
                "a z|there is no such folder; name a run that --out wrote",
                "a DIR|the file is missing; is",
                "a b --tolerance -1|--tolerance: must be octaves, zero or more, got -1.0; try 0.5",
                "a b --tolerance NaN|--tolerance: must be octaves",
                "a b --role G|--role: no role 'G', must be A, W, gA or gW",
                "a b --sort size|expected one of",
                "a b --csv DIR/no/x.csv|/no/x.csv' cannot be written: there is no folder",
                "a b --map DIR/none.json|none.json' cannot be used",
                "a a a a a a a|takes at most 6 runs, got 7",
            })
    void badInputIsSaidAndExitCodeTwo(String words, String sentence) {
        assertThat(compare(words.split(" ", -1))).isEqualTo(2);
        assertThat(err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out()).isEmpty();
    }

    @Test
    void runsOfTheZooAreCompared() {
        for (String formats : List.of("fp8", "fp16")) {
            String kept = folder.resolve(formats).toString();
            assertThat(
                            run(
                                    ("sample ../model-zoo/mlp.json --set batch=4 --set width=32"
                                                    + " --formats "
                                                    + formats
                                                    + " --out "
                                                    + kept)
                                            .split(" ", -1)))
                    .isZero();
        }
        assertThat(compare("DIR/fp8", "DIR/fp16")).isZero();
        assertThat(out())
                .contains("42 tensors aligned (42 by id)")
                .contains("differ in formats: fp8 | fp16")
                .contains("broken 0");
    }
}
