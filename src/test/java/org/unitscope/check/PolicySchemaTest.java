package org.unitscope.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.task.WorkbenchException;

/// The published schema of policy files says what the reader does.
class PolicySchemaTest {
    private static final Schema SCHEMA = schema();
    private static final String POLICY =
            """
            { "format": "unitscope-policy", "version": 1, "name": "p", "description": "d",
              "rules": [
                { "name": "r", "reason": "why", "severity": "warning", "optional": true,
                  "numbers": "sampled", "unaligned": "allow", "tensors": ["gA", "blocks.*:W"],
                  "operators": ["linear"], "except": "linear/weight",
                  "limits": { "sqnr_db": 20, "rms": { "min": 0.1, "max": 8 }, "nonfinite": 0,
                    "verdict": "at risk", "rms_drift_octaves": 0.5 } } ] }
            """;

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("docs/policy.schema.json")));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static boolean schemaAccepts(String text) {
        return SCHEMA.validate(text, InputFormat.JSON).isEmpty();
    }

    private static boolean readerAccepts(String text) {
        try {
            Policy.parse(text, "p.json");
            return true;
        } catch (WorkbenchException wrong) {
            return false;
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../sample-runs/policies"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyPolicyFileFits(Path file) throws IOException {
        String text = Files.readString(file);

        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
        assertThat(readerAccepts(text)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyQuantityIsInBoth(Quantity quantity) {
        String range =
                quantity == Quantity.VERDICT
                        ? "{ \"max\": \"lost\" }"
                        : "{ \"min\": 0, \"max\": 1 }";
        String text =
                POLICY.replace(
                        "\"sqnr_db\": 20, \"rms\": { \"min\": 0.1, \"max\": 8 }, \"nonfinite\": 0,",
                        "");
        text = text.replaceFirst("\"verdict\": \"at risk\", \"rms_drift_octaves\": 0.5", "X");
        text = text.replace("X", "\"" + quantity.key() + "\": " + range);

        assertThat(text).contains(quantity.key() + "\": {");
        assertThat(readerAccepts(text)).isTrue();
        assertThat(schemaAccepts(text)).isTrue();
        String predicted = text.replace("\"numbers\": \"sampled\"", "\"numbers\": \"predicted\"");
        assertThat(readerAccepts(predicted)).isEqualTo(!quantity.isSampledOnly());
        assertThat(schemaAccepts(predicted)).isEqualTo(!quantity.isSampledOnly());
    }

    /// One thing replaced: both accept it, or both refuse it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "none | none | true",
                "\"name\": \"p\" | \"name\": \"p\", \"nme\": 1 | false",
                "\"name\": \"p\" | \"name\": \" \" | false",
                "\"description\": \"d\" | \"description\": 1 | false",
                "unitscope-policy | unitscope-model | false",
                "\"version\": 1 | \"version\": 2 | false",
                "\"version\": 1, | | false",
                "\"name\": \"r\" | \"nam\": \"r\" | false",
                "\"name\": \"r\", | | false",
                "\"warning\" | \"warn\" | false",
                "\"optional\": true | \"optional\": \"yes\" | false",
                "\"numbers\": \"sampled\" | \"numbers\": \"measured\" | false",
                "\"allow\" | \"ignore\" | false",
                "[\"gA\", \"blocks.*:W\"] | \"gW\" | true",
                "[\"gA\", \"blocks.*:W\"] | [] | false",
                "[\"gA\", \"blocks.*:W\"] | 3 | false",
                "\"blocks.*:W\" | \"blocks.*\" | true",
                "\"blocks.*:W\" | \"blocks.*:w\" | false",
                "\"blocks.*:W\" | \"a:b/c\" | true",
                "\"blocks.*:W\" | \"/a:b\" | false",
                "\"blocks.*:W\" | \"/ab\" | true",
                "\"blocks.*:W\" | 7 | false",
                "[\"linear\"] | \"linear\" | true",
                "[\"linear\"] | [] | false",
                "[\"linear\"] | [1] | false",
                "\"sqnr_db\": 20 | \"sqnr\": 20 | false",
                "\"sqnr_db\": 20 | \"sqnr_db\": \"20\" | false",
                "\"sqnr_db\": 20 | \"sqnr_db\": {} | false",
                "\"sqnr_db\": 20 | \"sqnr_db\": { \"mn\": 1 } | false",
                "\"sqnr_db\": 20 | \"sqnr_db\": { \"min\": true } | false",
                "{ \"min\": 0.1, \"max\": 8 } | 8 | false",
                "{ \"min\": 0.1, \"max\": 8 } | { \"max\": 8 } | true",
                "\"at risk\" | \"at  risk\" | false",
                "\"at risk\" | 1 | false",
                "\"rms_drift_octaves\": 0.5 | \"rms_drift_octaves\": -0.5 | false"
            })
    void bothSayTheSame(String before, String after, boolean accepted) {
        String text =
                before.equals("none") ? POLICY : POLICY.replace(before, after == null ? "" : after);

        assertThat(text).matches(t -> before.equals("none") || !t.equals(POLICY));
        assertThat(readerAccepts(text)).as("reader").isEqualTo(accepted);
        assertThat(schemaAccepts(text)).as("schema").isEqualTo(accepted);
    }
}
