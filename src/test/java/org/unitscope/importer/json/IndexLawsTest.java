package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.Node;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.Problem;

class IndexLawsTest {
    @TempDir private Path folder = Path.of("");

    private LoadedModel load(String law, String operator) throws IOException, ModelFormatException {
        Path file = folder.resolve("m.json");
        Files.writeString(
                file,
                """
                {"format": "unitscope-model", "version": 1, "name": "m",
                 "parameters": {"words": 9},
                 "inputs": {
                  "labels": {"shape": [4, 6], "indices": %s},
                  "x": {"shape": [4, 6, 9], "law": {"normal": {"std": 1}}},
                  "table": {"shape": [9, 9], "law": {"normal": {"std": 1}}}},
                 "nodes": [%s, {"id": "loss", "op": "cross_entropy", "inputs": ["x", "labels"]}],
                 "loss": "loss"}
                """
                        .formatted(law, operator));
        return JsonModels.load(file, Map.of(), OperatorCatalogue.standard());
    }

    private static final String NOTHING = "{\"id\": \"none\", \"nodes\": []}";

    private List<String> problems(String law, String operator) {
        ModelFormatException failure =
                catchThrowableOfType(ModelFormatException.class, () -> load(law, operator));
        return Objects.requireNonNull(failure).problems().stream().map(Problem::what).toList();
    }

    static Stream<Arguments> laws() {
        return Stream.of(
                Arguments.of("{'uniform': {'bound': 9}}", new IndexLaw.Uniform(9)),
                Arguments.of("{'zipf': {'bound': 'words'}}", new IndexLaw.Zipf(9, 1)),
                Arguments.of(
                        "{'zipf': {'bound': 8, 'exponent': '3 / 2'}}", new IndexLaw.Zipf(8, 1.5)),
                Arguments.of("{'masked': {'bound': 9, 'share': 0.5}}", new IndexLaw.Masked(9, 0.5)),
                Arguments.of("{'range': {'bound': 9}}", new IndexLaw.Range(9, 1)),
                Arguments.of(
                        "{'except_last': {'of': {'zipf': {'bound': 9, 'exponent': 1}}}}",
                        new IndexLaw.ExceptLast(1, new IndexLaw.Zipf(9, 1))),
                Arguments.of(
                        "{'except_last': {'count': 3, 'of': {'range': {'bound': 3}}}}",
                        new IndexLaw.ExceptLast(3, new IndexLaw.Range(3, 1))));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void readsEveryLaw(String text, IndexLaw law) throws IOException, ModelFormatException {
        Node node = load(text.replace('\'', '"'), NOTHING).graph().node("labels");

        assertThat(((Node.IndexInput) node).law()).isEqualTo(law);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'zipf': {'bound': 9, 'exponent': -1}} | exponent must not be negative, got -1.0",
                "{'masked': {'bound': 9, 'share': 0}} | share must be above 0 and at most 1, got 0.0",
                "{'zipf': {'exponent': 1}} | needs the key 'bound'",
                "{'except_last': {'count': 6, 'of': {'uniform': {'bound': 9}}}}"
                        + " | leaves nothing of a length of 6, its count is 6",
                "{'except_last': {'count': 0, 'of': {'uniform': {'bound': 9}}}}"
                        + " | count must be a whole number from 1",
                "{'except_last': {'count': 1}} | needs the key 'of'",
                "{'except_last': {'of': {'except_last': {}}}} | 'except_last'",
                "{'except_last': {'count': 2, 'of': {'range': {'bound': 3}}}}"
                        + " | the range reaches 3 over a length of 4, but its bound is 3",
                "{'range': {'bound': 3}} | the range reaches 5 over a length of 6",
            })
    void saysWhatIsWrong(String law, String sentence) {
        assertThat(problems(law.replace('\'', '"'), NOTHING))
                .singleElement()
                .asString()
                .contains(sentence);
    }

    @Test
    void onlyLabelsMayBeAbsent() {
        assertThat(
                        problems(
                                "{\"except_last\": {\"of\": {\"zipf\": {\"bound\": 9}}}}",
                                "{\"id\": \"e\", \"op\": \"embedding\","
                                        + " \"inputs\": [\"labels\", \"table\"]}"))
                .singleElement()
                .asString()
                .contains("leaves places empty (masked, except_last) is only for labels");
    }
}
