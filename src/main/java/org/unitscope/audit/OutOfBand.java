package org.unitscope.audit;

import org.unitscope.graph.TensorKey;

/// A tensor whose predicted RMS is outside [0.1, 10] after unit scaling, with the cause.
///
/// @param rms predicted
/// @param detail which node, cycle or tensor; empty if the cause says it all
public record OutOfBand(TensorKey key, double rms, Cause cause, String detail) {
    /// Why.
    public enum Cause {
        /// The loss is left alone: its value is what it is.
        LOSS("the loss's value is left alone"),
        /// Independence rules put it inside: what is summed is correlated.
        CORRELATION("what is summed is correlated"),
        /// This node's factor was tied to others.
        CONSTRAINT("the constraint costs it"),
        /// The last product is divided by its fan-in on purpose.
        READOUT("the last product is divided by its fan-in"),
        /// Weights of softmax and what goes through it have no factor of their own.
        ATTENTION("softmax inside attention has no factor"),
        /// What it is computed from is outside already.
        INHERITED("inherited"),
        /// No single step is large.
        SMALL_STEPS("several small steps"),
        /// The preset has no factor for it.
        NO_FACTOR("the preset has no factor for it");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /// A few words for people.
        public String words() {
            return words;
        }
    }
}
