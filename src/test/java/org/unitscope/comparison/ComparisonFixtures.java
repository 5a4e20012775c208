package org.unitscope.comparison;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunSpec;
import org.unitscope.run.TensorRecord;
import org.unitscope.tensor.Shape;

/// Small runs made by hand. Gradients are judged against E5M2, which flushes up to `2^-17`, the
/// rest against E4M3, which overflows beyond 464.
public final class ComparisonFixtures {
    private ComparisonFixtures() {}

    /// An activation of scale 1 of an operator.
    static TensorRecord node(String path, String operator) {
        return RunFixtures.tensor(path, operator, Role.ACTIVATION, 1, 1, 1);
    }

    /// Its gradient.
    static TensorRecord gradient(String path, String operator, float... values) {
        return RunFixtures.tensor(path, operator, Role.ACTIVATION_GRADIENT, 1, values);
    }

    static TensorRecord weight(String path, float... values) {
        return RunFixtures.tensor(path, "parameter", Role.WEIGHT, 1, values);
    }

    static TensorRecord shaped(TensorRecord tensor, int... shape) {
        return new TensorRecord(
                tensor.key(),
                tensor.operator(),
                Shape.of(shape),
                tensor.format(),
                tensor.appliedFormat(),
                tensor.predicted(),
                tensor.measured());
    }

    static TensorRecord unpredicted(TensorRecord tensor) {
        return new TensorRecord(
                tensor.key(),
                tensor.operator(),
                tensor.shape(),
                tensor.format(),
                tensor.appliedFormat(),
                new Prediction.Unknown("no rule"),
                tensor.measured());
    }

    static TensorRecord unsampled(TensorRecord tensor) {
        return new TensorRecord(
                tensor.key(),
                tensor.operator(),
                tensor.shape(),
                tensor.format(),
                tensor.appliedFormat(),
                tensor.predicted(),
                Optional.empty());
    }

    /// A run of these tensors.
    public static RunRecord run(String name, long seed, TensorRecord... tensors) {
        RunRecord run = RunFixtures.run(name, tensors);
        RunSpec spec = run.spec();
        RunSpec seeded =
                new RunSpec(
                        spec.schemaVersion(),
                        spec.model(),
                        spec.modelSha256(),
                        spec.graphSha256(),
                        spec.modelName(),
                        spec.symbols(),
                        spec.formats(),
                        seed,
                        spec.sampled(),
                        spec.samples(),
                        spec.inputLaws(),
                        spec.weightLaws());
        return new RunRecord(seeded, run.environment(), List.of(tensors));
    }

    static ComparedRun side(String name, TensorRecord... tensors) {
        return new ComparedRun(name, run(name, 1, tensors));
    }

    static ComparedRun rewritten(
            String name, Map<String, String> origins, TensorRecord... tensors) {
        return new ComparedRun(name, run(name, 1, tensors), origins);
    }
}
