package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;

/// `variant`, as a user meets it.
class VariantTest {
    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return Unitscope.run(
                new Console(stream, stream, false, 100), (model, symbols) -> 1, arguments);
    }

    private static Graph load(Path file, Map<String, Double> sizes) throws ModelFormatException {
        return JsonModels.load(file, sizes, CATALOGUE).graph();
    }

    static Stream<Path> zoo() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../model-zoo"))) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /// Every model, at the sizes it has: the same graph.
    @ParameterizedTest
    @MethodSource("zoo")
    void aVariantOfNothingIsTheModel(Path model) throws ModelFormatException {
        Path file = folder.resolve("same.json");
        assertThat(run("variant", model.toString(), "-o", file.toString())).isZero();

        assertThat(CanonicalText.of(load(file, Map.of())))
                .isEqualTo(CanonicalText.of(load(model, Map.of())));
    }

    /// It is what `--set` gives, and can be sized again.
    @Test
    void aVariantHasTheSizesThatWereSet() throws ModelFormatException {
        Path gpt = Path.of("../model-zoo/gpt2.json");
        Path file = folder.resolve("small.json");
        assertThat(
                        run(
                                "variant",
                                gpt.toString(),
                                "--set",
                                "layers=2",
                                "--set",
                                "width=96",
                                "-o",
                                file.toString()))
                .isZero();
        Graph small = load(file, Map.of());

        assertThat(CanonicalText.of(small))
                .isEqualTo(CanonicalText.of(load(gpt, Map.of("layers", 2.0, "width", 96.0))));
        assertThat(small.name()).isEqualTo("gpt2 (layers 2, width 96)");
        assertThat(CanonicalText.of(load(file, Map.of("layers", 3.0))))
                .isEqualTo(CanonicalText.of(load(gpt, Map.of("layers", 3.0, "width", 96.0))));
    }

    @Test
    void whatIsNoModelIsNotWritten() {
        Path file = folder.resolve("wrong.json");

        assertThat(
                        run(
                                "variant",
                                "../model-zoo/gpt2.json",
                                "--set",
                                "heads=5",
                                "-o",
                                file.toString()))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("features a multiple of heads");
        assertThat(
                        run(
                                "variant",
                                "../model-zoo/gpt2.json",
                                "--set",
                                "hats=5",
                                "-o",
                                file.toString()))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("no parameter 'hats'");
        assertThat(file).doesNotExist();
    }
}
