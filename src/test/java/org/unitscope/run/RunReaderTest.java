package org.unitscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../sample-runs/mlp-fp8",
                "../sample-runs/transformer-ffn-fp16",
                "../sample-runs/gpt-mini-fp8-unscaled",
                "../sample-runs/gpt-mini-fp8-unit",
                "../sample-runs/bert-base-fp8-unscaled",
                "../sample-runs/bert-base-fp8-unit",
                "test/resources/run/schema-1",
                "test/resources/run/schema-2"
            })
    void whatWasReadIsWrittenWithTheSameDigits(String run) throws Exception {
        assertThat(RunFiles.tensors(RunStore.read(Path.of(run))).lines())
                .containsExactlyElementsOf(Files.readAllLines(Path.of(run, RunFiles.TENSORS)));
    }
}
