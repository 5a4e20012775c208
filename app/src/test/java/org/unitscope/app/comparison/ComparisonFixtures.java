package org.unitscope.app.comparison;

import java.util.List;
import org.unitscope.app.RunFixtures;
import org.unitscope.format.Formats;
import org.unitscope.graph.Role;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// Two runs of one model, before and after. E5M2 flushes up to `2^-17` and ends at 57344.
final class ComparisonFixtures {
    private static final float FLUSHED = 0x1p-18f;

    private ComparisonFixtures() {}

    static TensorRecord activation(String path, float... values) {
        return RunFixtures.tensor(path, Role.ACTIVATION, 1, Formats.FP8_E4M3, values);
    }

    static TensorRecord gradient(String path, float... values) {
        return RunFixtures.tensor(path, Role.ACTIVATION_GRADIENT, 1, Formats.FP8_E5M2, values);
    }

    /// Its `ffn gA` is flushed.
    static RunRecord before() {
        return RunFixtures.run(
                "net",
                true,
                List.of(
                        activation("x", 1, 1),
                        activation("ffn", 2, 2),
                        gradient("ffn", FLUSHED, FLUSHED),
                        gradient("act", 1, 1),
                        activation("old.scale", 1, 1, 1)));
    }

    /// Its `ffn gA` is 16 octaves up, and `act gA` overflows, 20 octaves up.
    static RunRecord after() {
        return RunFixtures.run(
                "net",
                true,
                List.of(
                        activation("x", 1, 1),
                        activation("ffn", 4, 4),
                        gradient("ffn", 0.25f, 0.25f),
                        gradient("act", 0x1p20f, 0x1p20f),
                        activation("new.shift", 1, 1, 1, 1)));
    }
}
