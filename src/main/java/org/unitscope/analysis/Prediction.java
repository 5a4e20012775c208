package org.unitscope.analysis;

import java.util.Optional;
import org.unitscope.operators.Basis;
import org.unitscope.statistics.Moments;

/// What the analytic engine says about a tensor.
public sealed interface Prediction {
    /// A number with what it rests on.
    ///
    /// @param basis the weakest basis of all rules on the way to this tensor's own rule
    /// @param details what else is predicted; empty in a run that was read from a file
    record Known(Moments moments, Basis basis, Optional<PredictedDetails> details)
            implements Prediction {
        /// A number alone.
        public Known(Moments moments, Basis basis) {
            this(moments, basis, Optional.empty());
        }

        /// The same if mean, second moment and basis are.
        @Override
        public boolean equals(Object other) {
            return other instanceof Known known
                    && moments.equals(known.moments)
                    && basis == known.basis;
        }

        @Override
        public int hashCode() {
            return moments.hashCode() * 31 + basis.hashCode();
        }
    }

    /// No number, and why.
    record Unknown(String reason) implements Prediction {}
}
