package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stored sample runs compute to the same bytes again. If a number changed on purpose, make
/// them anew: `./app/unitscope sample model-zoo/mlp.json --formats fp8 --out sample-runs/mlp-fp8`,
/// and so on. `schema-2` was written by a build before the predicted fates, and is to keep that
/// layout: sizes `batch=4 width=32 layers=1 classes=10 features=16`.
class SampleRunsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../sample-runs/mlp-fp8",
                "../sample-runs/transformer-ffn-fp16",
                "test/resources/run/schema-2"
            })
    void replayToTheSameBytes(String run) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                Unitscope.run(
                        new Console(stream, stream, false, 100),
                        (model, symbols) -> 1,
                        "replay",
                        run);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("agree byte for byte");
        assertThat(code).isZero();
    }
}
