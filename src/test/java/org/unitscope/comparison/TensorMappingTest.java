package org.unitscope.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.task.WorkbenchException;

/// Files of pairs and logs of rewrites.
class TensorMappingTest {
    @TempDir private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void pairsKeepTheirLine() throws IOException, WorkbenchException {
        TensorMapping mapping =
                TensorMapping.read(
                        file(
                                "map.json",
                                """
                                {
                                  "note": {"by": ["hand"]},
                                  "pairs": [
                                    {"a": "x", "b": "y.x"},
                                    {"b": "z", "a": "q#1"}
                                  ]
                                }
                                """));

        assertThat(mapping.pairs())
                .extracting(pair -> pair.a().path() + "=" + pair.b().path() + "@" + pair.b().at())
                .containsExactly("x=y.x@4:21", "q#1=z@5:11");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|:1:1: it holds no object; the file must read {\"pairs\"",
                "``|:1:1: it holds no object",
                "{\"pair\": []}|it has no 'pairs'; the file must read",
                "{\"pairs\": {}}|'pairs' must be an array",
                "{\"pairs\": [[\"x\", \"y\"]]}|a pair must be an object",
                "{\"pairs\": [{\"a\": \"x\"}]}|:1:12: a pair needs both 'a' and 'b'",
                "{\"pairs\": [{\"a\": 1, \"b\": \"y\"}]}|:1:13: 'a' must be a path in quotes",
                "{\"pairs\": [{\"a\": \"x\", \"c\": \"y\"}]}|:1:23: a pair has 'a' and 'b', not 'c'",
                "{\"pairs\": [{\"a\": \"x\", \"a\": \"y\"}]}|'a' is there twice",
                "{\"pairs\": [{\"a\": \"x\", \"b\": \"y\"}]} 1|there is more after the end",
                "{\"pairs\": [{\"a\": \"x\",|:1:22: broken JSON",
                "{\"pairs\": [|broken JSON",
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String sentence) throws IOException {
        Path map = file("map.json", text);

        assertThatThrownBy(() -> TensorMapping.read(map))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageStartingWith(map.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void filesThatAreNoTextOrMissingAreRefused() throws IOException {
        Path bytes = folder.resolve("map.json");
        Files.write(bytes, "ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> TensorMapping.read(bytes))
                .hasMessageContaining("not UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> TensorMapping.read(folder.resolve("none.json")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aLogOfARewriteGivesOrigins() throws IOException, WorkbenchException {
        assertThat(RewriteOrigins.read(folder)).isEmpty();
        file("rewrite-log.json", "{\"steps\": [1], \"origins\": {\"new.path\": \"old.path\"}}");
        assertThat(RewriteOrigins.read(folder)).isEqualTo(Map.of("new.path", "old.path"));
        file("rewrite-log.json", "{\"steps\": []}");
        assertThat(RewriteOrigins.read(folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"origins\": [1]}|its 'origins' must be an object of paths",
                "{\"origins\": {\"x\": 3}}|the origin of 'x' must be a path",
                "{\"origins\"|broken JSON",
            })
    void aLogThatCannotBeReadIsRefused(String text, String sentence) throws IOException {
        file("rewrite-log.json", text);

        assertThatThrownBy(() -> RewriteOrigins.read(folder))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("rewrite-log.json: " + sentence);
    }
}
