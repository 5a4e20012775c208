package org.unitscope.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// What a policy file says when something is wrong with it.
class PolicyTest {
    static String policy(String... rules) {
        return """
        { "format": "unitscope-policy", "version": 1, "name": "p", "rules": [
        %s
        ] }
        """
                .formatted(String.join(",\n", rules));
    }

    private static List<Problem> problems(String text) {
        return catchThrowableOfType(WorkbenchException.class, () -> Policy.parse(text, "gate.json"))
                .problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{ \"name\": \"r\", \"limits\": { \"underflow_fracton\": 1 } } | 2:49 | did you mean underflow_fraction",
                "{ \"name\": \"r\", \"limit\": { \"rms\": { \"max\": 1 } } } | 2:25 | did you mean limits?",
                "{ \"name\": \"r\", \"severity\": \"warn\", \"limits\": { \"amax\": 1 } } | 2:28 | did you mean warning?",
                "{ \"name\": \"r\", \"limits\": { \"rms\": 1 } } | 2:35 | needs its ends, as {\"min\": 0.125, \"max\": 8}",
                "{ \"name\": \"r\", \"limits\": { } } | 2:26 | are empty; write one",
                "{ \"name\": \"r\", \"limits\": { \"rms\": { \"min\": 2, \"max\": 1 } } } | 2:35 | nothing is within",
                "{ \"name\": \"r\", \"limits\": { \"verdict\": \"bad\" } } | 2:39 | representable, at risk, lost, overflow",
                "{ \"name\": \"r\", \"tensors\": \"x:Q\", \"limits\": { \"amax\": 1 } } | 2:27 | no role 'Q', must be A, W, gA or gW",
                "{ \"name\": \"r\", \"numbers\": \"predicted\", \"limits\": { \"amax\": 1 } } | 2:60 | nothing predicts 'amax'",
                "{ \"name\": \"r\", \"limits\": { \"amax\": 1 } }, { \"name\": \"r\", \"limits\": { \"amax\": 1 } } | 2:43 | the rule 'r' is there already, at 2:1",
                "4 | 2:1 | a rule must be an object, got a number"
            })
    void saysWhereAndWhatIsWrong(String rule, String where, String what) {
        assertThat(problems(policy(rule)))
                .filteredOn(problem -> problem.what().contains(what))
                .singleElement()
                .extracting(Problem::where)
                .isEqualTo("gate.json:" + where);
    }

    @Test
    void saysAllAtOnce() {
        String rule =
                "{ \"name\": \"r\", \"limits\": { \"rmss\": 1, \"amx\": 2 }, \"optional\": 3 }";

        assertThat(problems(policy(rule))).hasSize(3);
    }

    @Test
    void aPolicyWithoutRulesIsNone() {
        assertThat(problems(policy()).getFirst().what())
                .isEqualTo("a policy without rules passes whatever happens; write a rule");
        assertThat(problems(" \n").getFirst().what()).contains("the file is empty");
        assertThat(problems("{").getFirst().where()).startsWith("gate.json:1:");
        assertThat(problems("[]").getFirst().what()).contains("a policy must be an object");
        assertThat(problems("{} {}").getFirst().what()).contains("after the policy's end");
    }

    @Test
    void aFileThatIsNoneSaysSo(@TempDir Path folder) throws IOException {
        Path binary = Files.write(folder.resolve("b.json"), new byte[] {(byte) 0xC3, 0x28});

        assertThat(reading(folder)).contains("this is a folder");
        assertThat(reading(folder.resolve("no.json"))).contains("there is no such file");
        assertThat(reading(binary)).contains("not UTF-8");
    }

    private static String reading(Path file) {
        return String.valueOf(
                catchThrowableOfType(WorkbenchException.class, () -> Policy.read(file))
                        .getMessage());
    }
}
