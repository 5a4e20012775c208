package org.unitscope.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.Scaling;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.transform.unitscaling.UnitScaling;
import org.unitscope.transform.unitscaling.UnitScalingOptions;

/// A strategy against lost and overflowing values, applied to a model before it is analyzed or
/// sampled.
public sealed interface Scheme {
    /// The rewritten graph.
    ///
    /// @throws RewriteException if the graph does not allow it
    Rewritten apply(Graph graph, OperatorCatalogue catalogue) throws RewriteException;

    /// As the command line and run folders write it; [#parse] reads it.
    String text();

    /// The model as it is.
    record None() implements Scheme {
        @Override
        public Rewritten apply(Graph graph, OperatorCatalogue catalogue) {
            return new Rewritten(graph, RewriteLog.empty(text()));
        }

        @Override
        public String text() {
            return "none";
        }
    }

    /// Static loss scaling: every gradient is `2^exponent` times as large (Micikevicius et al.
    /// 2017, arXiv 1710.03740). An optimizer would divide by it again; here gradients are shown as
    /// they are stored, scaled. The loss itself stays as it is.
    record LossScale(int exponent) implements Scheme {
        static final int LARGEST = 90;

        @Override
        public Rewritten apply(Graph graph, OperatorCatalogue catalogue) throws RewriteException {
            double factor = Math.scalb(1.0, exponent);
            if (!(graph.node(graph.loss().node()) instanceof Node.Operation loss)) {
                throw new RewriteException(
                        "the loss '%s' is no operation, so there is no gradient to scale"
                                .formatted(graph.loss().path()));
            }
            List<Double> gradients = new ArrayList<>();
            for (int i = 0; i < loss.inputs().size(); i++) {
                boolean real = !graph.node(loss.inputs().get(i).node()).isIndex();
                gradients.add(real ? factor * loss.scaling().gradient(i) : 1.0);
            }
            Scaling scaling =
                    new Scaling(loss.scaling().output(), loss.scaling().inputs(), gradients);
            Map<String, Node> changed = Map.of(loss.path(), loss.with(scaling));
            return new Rewritten(Rewrites.replaced(graph, changed), RewriteLog.empty(text()));
        }

        @Override
        public String text() {
            return "loss-scale=2^" + exponent;
        }
    }

    /// Unit scaling.
    record Unit(UnitScalingOptions options) implements Scheme {
        @Override
        public Rewritten apply(Graph graph, OperatorCatalogue catalogue) throws RewriteException {
            return UnitScaling.rewrite(graph, catalogue, options);
        }

        @Override
        public String text() {
            return "unit:" + options.text();
        }
    }

    /// Reads [#text].
    ///
    /// @throws IllegalArgumentException with a sentence for people
    static Scheme parse(String text) {
        if (text.equals("none")) {
            return new None();
        }
        if (text.startsWith("unit:")) {
            return new Unit(UnitScalingOptions.parse(text.substring("unit:".length())));
        }
        if (text.startsWith("loss-scale=")) {
            return new LossScale(exponent(text, text.substring("loss-scale=".length())));
        }
        throw new IllegalArgumentException(
                "no scheme is called '%s'; write none, unit:paper, unit:library, unit:mus or loss-scale=2^K"
                        .formatted(text));
    }

    private static int exponent(String text, String value) {
        try {
            if (value.startsWith("2^")) {
                int exponent = Integer.parseInt(value.substring(2));
                if (Math.abs(exponent) <= LossScale.LARGEST) {
                    return exponent;
                }
            } else {
                double scale = Double.parseDouble(value);
                int exponent = Math.getExponent(scale);
                if (scale == Math.scalb(1.0, exponent) && Math.abs(exponent) <= LossScale.LARGEST) {
                    return exponent;
                }
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(
                "'%s' is no loss scale; write a power of two from 2^-90 to 2^90, as loss-scale=2^15"
                        .formatted(text));
    }
}
