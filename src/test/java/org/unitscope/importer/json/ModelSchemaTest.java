package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;

/// The published schema of model files says what the reader does.
class ModelSchemaTest {
    private static final Schema SCHEMA = schema();
    private static final String MODEL =
            """
            { "format": "unitscope-model", "version": 1, "name": "m", "parameters": { "n": 4 },
              "inputs": { "x": { "shape": ["n", 3], "law": { "normal": { "std": 1 } } },
                "t": { "shape": ["n"], "indices": { "uniform": { "bound": 2 } } } },
              "nodes": [
                { "id": "b", "repeat": 2, "carry": { "h": "x" }, "nodes": [
                  { "id": "y", "op": "linear", "inputs": ["h"], "weights": { "weight":
                    { "shape": [3, 3], "law": { "normal": { "std": 1 } } } },
                    "scaling": { "output": 2 } } ], "yield": { "h": "y" } },
                { "id": "g", "nodes": [
                  { "id": "l", "op": "linear", "inputs": ["b"], "weights": { "weight":
                    { "shape": [2, 3], "law": { "he": {} } } } } ] },
                { "id": "loss", "op": "cross_entropy", "inputs": ["g.l", "t"], "attributes": { "smoothing": 0.1 } } ],
              "loss": "loss" }
            """;

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("docs/model.schema.json")));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static boolean schemaAccepts(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).isEmpty();
    }

    private static boolean readerAccepts(String text) {
        try {
            JsonModels.load(
                    Path.of("m.json"),
                    text.getBytes(StandardCharsets.UTF_8),
                    Map.of(),
                    OperatorCatalogue.standard());
            return true;
        } catch (ModelFormatException wrong) {
            return false;
        }
    }

    static Stream<Path> files() throws IOException {
        return JsonModelWriterTest.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyModelFileFits(Path file) throws IOException {
        assertThat(SCHEMA.validate(Files.readString(file), InputFormat.JSON)).isEmpty();
    }

    /// One thing replaced: both accept it, or both refuse it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "none | none | true",
                "\"name\": \"m\" | \"name\": \"m\", \"nme\": \"m\" | false",
                "\"version\": 1 | \"version\": 2 | false",
                "unitscope-model | unitscope | false",
                "\"loss\": \"loss\" | \"lss\": \"loss\" | false",
                "\"shape\": [\"n\", 3] | \"shape\": [\"2 * n\", 3] | false",
                "\"shape\": [\"n\", 3] | \"shape\": \"n\" | false",
                "\"shape\": [\"n\", 3] | \"shap\": [\"n\", 3] | false",
                "{ \"normal\": { \"std\": 1 } } }, | { \"normal\": { \"std\": 1, \"men\": 0 } } }, | false",
                "{ \"normal\": { \"std\": 1 } } }, | { \"normal\": { } } }, | false",
                "{ \"normal\": { \"std\": 1 } } }, | { \"student_t\": { \"degrees\": 5 } } }, | true",
                "{ \"normal\": { \"std\": 1 } } }, | { \"correlated_rows\": { \"correlation\": 0.5 } } }, | true",
                "{ \"normal\": { \"std\": 1 } } }, | { \"xavier\": {} } }, | false",
                "{ \"normal\": { \"std\": 1 } } }, | \"ones\" }, | true",
                "{ \"he\": {} } | { \"he\": { \"mode\": \"fan_out\", \"gain\": \"sqrt(2)\" } } | true",
                "{ \"he\": {} } | { \"he\": { \"mode\": \"fan\" } } | false",
                "{ \"he\": {} } | { \"orthogonal\": { \"gain\": 1 } } | true",
                "{ \"he\": {} } | { \"truncated_normal\": { \"std\": 1, \"cut\": 2 } } | true",
                "{ \"he\": {} } | { \"correlated_rows\": { \"correlation\": 0.5 } } | false",
                "{ \"uniform\": { \"bound\": 2 } } | { \"zipf\": { \"bound\": 2 } } | true",
                "{ \"uniform\": { \"bound\": 2 } } | { \"masked\": { \"bound\": 2 } } | false",
                "{ \"uniform\": { \"bound\": 2 } } | { \"except_last\": { \"of\": { \"uniform\": { \"bound\": 2 } } } } | true",
                "\"id\": \"b\" | \"id\": \"b b\" | false",
                "\"scaling\": { \"output\": 2 } | \"scaling\": { \"outputs\": 2 } | false",
                "\"scaling\": { \"output\": 2 } | \"scaling\": { \"gradients\": { \"input\": 2 } } | true",
                "\"repeat\": 2, | \"repeat\": 2, \"as\": \"k\", | true",
                "\"repeat\": 2, | \"repeat\": 2, \"times\": 2, | false",
                "\"smoothing\": 0.1 | \"smoothing\": {} | false",
                "\"op\": \"cross_entropy\" | \"opp\": \"cross_entropy\" | false",
                "\"x\": { \"shape\" | \"x\": { \"note\": \"pixels\", \"shape\" | true",
                "\"repeat\": 2, | \"repeat\": 2, \"note\": \"n\", \"formats\": { \"A\": \"bf16\" }, | true",
                "\"repeat\": 2, | \"repeat\": 2, \"note\": 2, | false",
                "\"op\": \"cross_entropy\" | \"formats\": { \"gradient\": \"none\" }, \"op\": \"cross_entropy\" | true",
                "\"op\": \"cross_entropy\" | \"formats\": [\"A=fp16\"], \"op\": \"cross_entropy\" | false",
                "\"loss\": \"loss\" | \"loss\": \"loss\", \"formats\": [\"gA=fp16\"] | true",
                "\"loss\": \"loss\" | \"loss\": \"loss\", \"formats\": {} | false",
                "\"x\": { \"shape\" | \"x y\": { \"shape\" | false"
            })
    void bothSayTheSame(String before, String after, boolean accepted) {
        String text = before.equals("none") ? MODEL : MODEL.replace(before, after);

        assertThat(text).matches(t -> before.equals("none") || !t.equals(MODEL));
        boolean shapesFit = !after.contains("2 * n");
        assertThat(readerAccepts(text)).as("reader").isEqualTo(accepted);
        assertThat(schemaAccepts(text)).as("schema").isEqualTo(accepted || !shapesFit);
    }
}
