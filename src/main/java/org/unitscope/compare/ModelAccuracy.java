package org.unitscope.compare;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unitscope.graph.TensorKey;

/// A model, predicted and sampled.
///
/// @param name of the model
/// @param symbols the named sizes it was expanded with
/// @param seeds that were finished, ascending
/// @param ending why there are not more
/// @param tensors those that are compared, in graph order
/// @param zeros those that are zero up to rounding, see [TensorAccuracy#isZero]; not counted
/// @param unknown those that are not predicted or not reached by the step, with the reason
public record ModelAccuracy(
        String name,
        Map<String, Double> symbols,
        List<Long> seeds,
        Ending ending,
        List<TensorAccuracy> tensors,
        List<TensorAccuracy> zeros,
        Map<TensorKey, String> unknown) {
    /// Why a study ended.
    public enum Ending {
        PRECISE("standard error reached"),
        SEEDS("all seeds"),
        TIME("time used up"),
        CANCELLED("cancelled");

        private final String title;

        Ending(String title) {
            this.title = title;
        }

        /// In words.
        public String title() {
            return title;
        }
    }

    /// Copies the lists, and sorts the sizes by name.
    public ModelAccuracy {
        symbols = Collections.unmodifiableMap(new TreeMap<>(symbols));
        seeds = List.copyOf(seeds);
        tensors = List.copyOf(tensors);
        zeros = List.copyOf(zeros);
    }

    /// Each role that has tensors to compare.
    public List<RoleAccuracy> roles() {
        return RoleAccuracy.each(tensors);
    }
}
