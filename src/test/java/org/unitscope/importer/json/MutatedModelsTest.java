package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.random.RandomStream;
import org.unitscope.task.Problem;

/// Files of the zoo with something wrong in them: always a model or a sentence, never another
/// exception, a hang or the end of memory.
class MutatedModelsTest {
    private static final int MUTATIONS = 10_000;
    private static final int FEW = 400;
    private static final List<String> PIECES =
            List.of(
                    "0",
                    "-1",
                    "1e308",
                    "-0.0",
                    "2147483648",
                    "9e99",
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "\"\"",
                    "\"x\"",
                    "\"width\"",
                    "\"1/0\"",
                    "\"sqrt(-1)\"",
                    "\"((((1\"",
                    ",",
                    "}",
                    "]",
                    "\"repeat\": 9999,",
                    "\"inputs\": [],",
                    "\"\\u0000\"",
                    "\"scaling\": {},");

    private static List<Path> zoo() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../model-zoo"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    static List<Path> files() throws IOException {
        return zoo();
    }

    /// One to four changes: a character, a span left out or doubled, a value or a piece put in.
    private static String mutated(String text, RandomStream draws) {
        StringBuilder out = new StringBuilder(text);
        int changes = 1 + draws.below(0, 4);
        for (int i = 0; i < changes && !out.isEmpty(); i++) {
            long at = 10L * (i + 1);
            int place = draws.below(at, out.length());
            int span = Math.min(1 + draws.below(at + 1, 40), out.length() - place);
            switch (draws.below(at + 2, 6)) {
                case 0 -> out.setCharAt(place, (char) (32 + draws.below(at + 3, 95)));
                case 1 -> out.delete(place, place + span);
                case 2 -> out.insert(place, out.substring(place, place + span));
                case 3 -> out.insert(place, piece(draws, at + 4));
                case 4 -> replaceNumber(out, place, piece(draws, at + 4));
                default -> out.setLength(place);
            }
        }
        return out.toString();
    }

    private static String piece(RandomStream draws, long at) {
        return PIECES.get(draws.below(at, PIECES.size()));
    }

    /// The next number or word behind a place becomes something else.
    private static void replaceNumber(StringBuilder out, int place, String piece) {
        int from = place;
        while (from < out.length() && !Character.isLetterOrDigit(out.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < out.length() && Character.isLetterOrDigit(out.charAt(to))) {
            to++;
        }
        out.replace(from, to, piece);
    }

    private static void requireModelOrSentence(Path file, String text, long seed) {
        try {
            LoadedModel model =
                    JsonModels.load(
                            file,
                            text.getBytes(StandardCharsets.UTF_8),
                            Map.of(),
                            OperatorCatalogue.standard());
            assertThat(model.graph().nodes()).isNotEmpty();
        } catch (ModelFormatException wrong) {
            assertThat(wrong.problems()).as("%s, seed %d", file, seed).isNotEmpty();
            for (Problem problem : wrong.problems()) {
                assertThat(problem.what()).as("%s, seed %d", file, seed).isNotBlank();
            }
        } catch (RuntimeException | StackOverflowError crash) {
            throw new AssertionError("%s, seed %d: %s".formatted(file, seed, crash), crash);
        }
    }

    private static void mutate(Path file, int count) throws IOException {
        String text = Files.readString(file);
        for (long seed = 1; seed <= count; seed++) {
            RandomStream draws = RandomStream.of(seed, file.getFileName().toString(), "mutation");
            requireModelOrSentence(file, mutated(text, draws), seed);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aFewMutationsOfEveryModel(Path file) throws IOException {
        mutate(file, FEW / 20);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void manyMutationsOfEveryModel(Path file) throws IOException {
        mutate(file, (MUTATIONS + zoo().size() - 1) / zoo().size());
    }
}
