package org.unitscope.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.operators.Basis;
import org.unitscope.run.RunEnvironment;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunSpec;
import org.unitscope.run.RunStore;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.Moments;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;
import org.unitscope.tensor.Shape;

/// Runs that no engine made: every ugly tensor there is, and large models.
public final class RunFixtures {
    private RunFixtures() {}

    /// A key.
    public static TensorKey key(String path, Role role) {
        return new TensorKey(OutputRef.of(path), role);
    }

    /// Statistics of these values.
    public static TensorStatistics statistics(ScalarFormat format, float... values) {
        TargetFormat target = TargetFormat.of(format);
        StatisticsAccumulator accumulator = new StatisticsAccumulator(target);
        accumulator.accept(
                values,
                0,
                values.length,
                new FixedRounder(FakeQuantizer.of(format, target.conversion()), index -> index));
        return accumulator.finish(VerdictRule.DEFAULT);
    }

    /// A tensor with a predicted RMS and sampled values.
    public static TensorRecord tensor(
            String path, Role role, double predictedRms, ScalarFormat format, float... values) {
        return new TensorRecord(
                key(path, role),
                role.isParameter() ? "parameter" : "linear",
                Shape.of(values.length),
                TargetFormat.of(format),
                Optional.of(TargetFormat.of(format)),
                new Prediction.Known(
                        new Moments(0, predictedRms * predictedRms), Basis.LARGE_FAN_IN),
                Optional.of(
                        new Measurement(
                                statistics(format, values), OptionalDouble.of(predictedRms / 50))));
    }

    /// The same tensor before it was sampled.
    public static TensorRecord unsampled(TensorRecord tensor) {
        return new TensorRecord(
                tensor.key(),
                tensor.operator(),
                tensor.shape(),
                tensor.format(),
                tensor.appliedFormat(),
                tensor.predicted(),
                Optional.empty());
    }

    /// A tensor without prediction or sample.
    public static TensorRecord unknown(String path, Role role) {
        return new TensorRecord(
                key(path, role),
                "rotary",
                Shape.of(8, 128, 768),
                TargetFormat.of(Formats.FP8_E4M3),
                Optional.empty(),
                new Prediction.Unknown("operator 'rotary' has no moment rule"),
                Optional.empty());
    }

    /// A run of these tensors.
    public static RunRecord run(String model, boolean sampled, List<TensorRecord> tensors) {
        RunSpec spec =
                new RunSpec(
                        RunStore.SCHEMA_VERSION,
                        model + ".json",
                        "",
                        "",
                        model,
                        Map.of("batch", 64.0),
                        "fp8",
                        1,
                        sampled,
                        1,
                        Map.of(),
                        Map.of());
        RunEnvironment environment =
                new RunEnvironment(
                        "Unitscope test",
                        "",
                        "25",
                        "Linux",
                        "x",
                        "2026-01-01T00:00:00Z",
                        1,
                        1,
                        "cpu");
        return new RunRecord(spec, environment, tensors);
    }

    /// Values spread like a Gaussian of this scale, the same every time.
    public static float[] bell(int count, double scale) {
        float[] values = new float[count];
        long state = 42;
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int j = 0; j < 12; j++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                sum += (state >>> 40) / (double) (1L << 24);
            }
            values[i] = (float) (scale * (sum - 6));
        }
        return values;
    }

    /// A node with all four roles per line of this model, in many blocks.
    public static RunRecord large(int blocks) {
        List<TensorRecord> tensors = new ArrayList<>();
        float[] values = bell(256, 1);
        for (int block = 0; block < blocks; block++) {
            for (String node :
                    List.of("attention.query", "attention.scores", "ffn.up", "ffn.down")) {
                String path = "blocks." + block + "." + node;
                double scale = StrictMath.pow(2, 6 - 16.0 * block / blocks);
                tensors.add(tensor(path, Role.ACTIVATION, scale, Formats.FP8_E4M3, values));
                tensors.add(
                        tensor(
                                path,
                                Role.ACTIVATION_GRADIENT,
                                1 / scale,
                                Formats.FP8_E5M2,
                                values));
            }
        }
        return run("large", true, tensors);
    }

    /// Every ugly tensor.
    public static RunRecord ugly() {
        String longName =
                "decoder.layers.0.self_attention_with_rotary_position_embedding"
                        + ".query_projection_before_normalization";
        float nan = Float.NaN;
        float infinity = Float.POSITIVE_INFINITY;
        return run(
                "a-model-with-a-remarkably-long-name-that-somebody-exported",
                true,
                List.of(
                        tensor(longName, Role.ACTIVATION, 1, Formats.FP8_E4M3, bell(4096, 300)),
                        tensor(
                                longName,
                                Role.ACTIVATION_GRADIENT,
                                1e-5,
                                Formats.FP8_E5M2,
                                bell(4096, 1e-5)),
                        tensor(
                                longName + ".weight",
                                Role.WEIGHT,
                                0.02,
                                Formats.FP8_E4M3,
                                bell(4096, 0.02)),
                        tensor(
                                longName + ".bias",
                                Role.WEIGHT,
                                0,
                                Formats.FP8_E4M3,
                                new float[768]),
                        tensor("ugly.zero", Role.ACTIVATION, 0, Formats.FP16, new float[100_000]),
                        tensor(
                                "ugly.nan",
                                Role.ACTIVATION,
                                1,
                                Formats.FP16,
                                1,
                                -2,
                                0.5f,
                                nan,
                                nan,
                                nan,
                                infinity,
                                -infinity,
                                0),
                        tensor("ugly.all_nan", Role.ACTIVATION, 1, Formats.FP16, nan, nan),
                        tensor(
                                "ugly.constant",
                                Role.ACTIVATION,
                                3,
                                Formats.FP8_E4M3,
                                3,
                                3,
                                3,
                                3,
                                3,
                                3),
                        tensor("ugly.single", Role.ACTIVATION, 6.9, Formats.FP32, 6.91f),
                        tensor(
                                "ugly.tiny",
                                Role.ACTIVATION,
                                1e-38,
                                Formats.FP32,
                                bell(2000, 1e-38)),
                        tensor("ugly.huge", Role.ACTIVATION, 1e37, Formats.BF16, bell(2000, 1e37)),
                        unknown("ugly.unknown", Role.ACTIVATION),
                        unknown("ugly.unknown", Role.ACTIVATION_GRADIENT)));
    }
}
