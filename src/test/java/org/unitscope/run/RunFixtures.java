package org.unitscope.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.operators.Basis;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.Moments;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.VerdictRule;
import org.unitscope.tensor.Shape;

/// Hand-made records for tests of what reads them.
public final class RunFixtures {
    private RunFixtures() {}

    /// A tensor with a predicted RMS and, where values are given, a measurement of them.
    public static TensorRecord tensor(
            String path, String operator, Role role, double rms, float... values) {
        TargetFormat format =
                TargetFormat.of(role.isGradient() ? Formats.FP8_E5M2 : Formats.FP8_E4M3);
        Optional<Measurement> measured = Optional.empty();
        if (values.length > 0) {
            StatisticsAccumulator accumulator = new StatisticsAccumulator(format);
            accumulator.accept(
                    values,
                    0,
                    values.length,
                    new FixedRounder(FakeQuantizer.of(format.format()), index -> 0));
            measured =
                    Optional.of(
                            new Measurement(
                                    accumulator.finish(VerdictRule.DEFAULT),
                                    OptionalDouble.of(rms / 10)));
        }
        return new TensorRecord(
                new TensorKey(OutputRef.of(path), role),
                operator,
                Shape.of(Math.max(1, values.length)),
                format,
                Optional.of(format),
                new Prediction.Known(new Moments(0, rms * rms), Basis.INDEPENDENT_INPUTS),
                measured);
    }

    /// A run of these tensors.
    public static RunRecord run(String name, TensorRecord... tensors) {
        RunSpec spec =
                new RunSpec(
                        RunStore.SCHEMA_VERSION,
                        "model.json",
                        "00",
                        "11",
                        name,
                        Map.of("batch", 2.0),
                        "fp8",
                        1,
                        true,
                        1,
                        Map.of("x", "normal(mean 0.0, std 1.0)"),
                        Map.of());
        RunEnvironment environment =
                new RunEnvironment(
                        "Unitscope test",
                        "",
                        "25",
                        "os",
                        "cpu",
                        "2026-01-01T00:00:00Z",
                        5,
                        1,
                        "cpu");
        return new RunRecord(spec, environment, List.of(tensors));
    }

    /// Blocks `blocks.0` .. with an operation, its parameters and gradients each.
    public static RunRecord layers(int count) {
        List<TensorRecord> tensors = new ArrayList<>();
        tensors.add(tensor("x", "input", Role.ACTIVATION, 1));
        for (int i = 0; i < count; i++) {
            String path = "blocks." + i + ".attention.query";
            tensors.add(tensor(path + ".weight", "parameter", Role.WEIGHT, 0.02, 1, 2, 3));
            tensors.add(tensor(path + ".weight", "parameter", Role.WEIGHT_GRADIENT, 1e-4));
            tensors.add(tensor(path + ".bias", "parameter", Role.WEIGHT, 0, 0, 0));
            tensors.add(tensor(path, "linear", Role.ACTIVATION, 0.5 * i + 0.25));
            tensors.add(tensor(path, "linear", Role.ACTIVATION_GRADIENT, 1e-3));
        }
        tensors.add(tensor("shared", "parameter", Role.WEIGHT, 0.02));
        return run("layers", tensors.toArray(TensorRecord[]::new));
    }
}
