package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stored sample runs compute to the same bytes again. If a number changed on purpose, make
/// them anew: `./app/unitscope sample model-zoo/mlp.json --formats fp8 --out sample-runs/mlp-fp8`,
/// and so on.
class SampleRunsTest {
    @ParameterizedTest
    @ValueSource(strings = {"mlp-fp8", "transformer-ffn-fp16"})
    void replayToTheSameBytes(String run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                Unitscope.run(
                        new Console(stream, stream, false, 100),
                        (model, symbols) -> 1,
                        "replay",
                        "../sample-runs/" + run);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("agree byte for byte");
        assertThat(code).isZero();
    }
}
