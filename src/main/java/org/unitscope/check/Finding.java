package org.unitscope.check;

import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.run.TensorRecord;

/// One way in which a rule is broken.
///
/// @param severity the rule's, or less for what is no more than untidy
/// @param tensor the tensor; of the baseline where the run has none; empty where none is matched
/// @param limit which is broken, if a number is judged
/// @param value the number, if there is one
/// @param baseline what the baseline has of it, if the limit compares with one
/// @param upstream where it starts, if a number breaks the limit and the model is at hand
/// @param problem what is wrong, a clause without a full stop
public record Finding(
        Kind kind,
        Severity severity,
        Optional<TensorRecord> tensor,
        Optional<Limit> limit,
        OptionalDouble value,
        OptionalDouble baseline,
        Optional<Upstream> upstream,
        String problem) {
    /// What kind of break it is.
    public enum Kind {
        /// A number lies outside its limit.
        OUTSIDE("outside its limit"),
        /// The run has no number to judge.
        NO_NUMBER("no number"),
        /// The baseline has the tensor, the run has not.
        ABSENT("absent"),
        /// The run has the tensor, the baseline has not.
        NEW("not in the baseline"),
        /// A selector or an operator of the rule matches no tensor.
        NO_MATCH("matches nothing");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /// The words on screen and in files.
        public String label() {
            return label;
        }
    }
}
