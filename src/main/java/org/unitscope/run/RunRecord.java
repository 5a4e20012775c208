package org.unitscope.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.TensorKey;
import org.unitscope.statistics.Moments;

/// One run: what was asked, where it ran, and a row per tensor and role in graph order. Everything
/// on screen and in a report comes from here.
public record RunRecord(RunSpec spec, RunEnvironment environment, List<TensorRecord> tensors) {
    /// Copies the list.
    public RunRecord {
        tensors = List.copyOf(tensors);
    }

    /// The same in another version of the layout, which decides what its files hold.
    public RunRecord ofSchema(int version) {
        return new RunRecord(spec.ofSchema(version), environment, tensors);
    }

    /// The row with this key.
    public Optional<TensorRecord> find(TensorKey key) {
        return tensors.stream().filter(tensor -> tensor.key().equals(key)).findFirst();
    }

    /// What was measured of every tensor that was sampled.
    public Map<TensorKey, Moments> sampledMoments() {
        Map<TensorKey, Moments> moments = new HashMap<>();
        for (TensorRecord tensor : tensors) {
            tensor.measured()
                    .ifPresent(
                            measured -> moments.put(tensor.key(), measured.statistics().moments()));
        }
        return moments;
    }

    /// What is predicted of every tensor that is.
    public Map<TensorKey, Moments> predictedMoments() {
        Map<TensorKey, Moments> moments = new HashMap<>();
        for (TensorRecord tensor : tensors) {
            if (tensor.predicted() instanceof Prediction.Known known) {
                moments.put(tensor.key(), known.moments());
            }
        }
        return moments;
    }

    /// How many tensors have been measured.
    public long measuredCount() {
        return tensors.stream().filter(tensor -> tensor.measured().isPresent()).count();
    }

    /// Whether it was asked to sample and stopped before the end.
    public boolean isPartial() {
        return spec.sampled() && measuredCount() < tensors.size();
    }
}
