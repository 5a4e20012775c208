package org.unitscope.audit;

import org.unitscope.graph.TensorKey;

/// A tensor whose predicted RMS is outside [0.1, 10] after unit scaling, with the cause.
///
/// @param rms predicted
/// @param detail how many octaves, which node, cycle or tensor; empty if the cause says it all
public record OutOfBand(TensorKey key, double rms, Cause cause, String detail) {
    /// Why.
    public enum Cause {
        /// The loss is left alone: its value is what it is.
        LOSS("the loss's value is left alone"),
        /// Rules that take elements as independent and without mean give another scale, from this
        /// step on.
        CORRELATION("what is summed is correlated or has a mean"),
        /// This node's factor was tied to others: on a cycle, or as a use of a shared parameter.
        CONSTRAINT("the constraint costs it"),
        /// The factor was given by hand.
        BY_HAND("its factor was given by hand"),
        /// The preset scales gradients as the derivative is, without factors of their own.
        DERIVATIVE("gradients have no factor of their own"),
        /// The last product is divided by its fan-in on purpose.
        READOUT("the last product is divided by its fan-in"),
        /// Softmax inside attention, and what goes through it, has no factor that undoes it.
        ATTENTION("softmax inside attention has no factor"),
        /// What it is computed from is outside already.
        INHERITED("inherited"),
        /// No single step is large.
        SMALL_STEPS("several small steps"),
        /// The ideal factor is that of inputs of unit scale and a normal law; these are others.
        ASSUMPTION("its factor assumes inputs of unit scale and a normal law"),
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
