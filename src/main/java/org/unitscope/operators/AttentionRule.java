package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.operators.GridLaw.LogitGradient;
import org.unitscope.operators.GridLaw.Product;
import org.unitscope.operators.GridLaw.Rows;
import org.unitscope.operators.GridLaw.Weights;

/// How pairs of rows go through the three steps of attention, each an operator of its own: rows by
/// rows, softmax, weights by rows. What goes beyond these steps is left to the plain rules.
public final class AttentionRule {
    private AttentionRule() {}

    /// A matrix product, with what is known of its pairs.
    ///
    /// @param plain the product of independent factors
    public static TensorState product(
            Invocation use, TensorState left, TensorState right, TensorState plain) {
        boolean turnLeft = use.attributes().flag("transpose_left");
        boolean turnRight = use.attributes().flag("transpose_right");
        if (left.grid() instanceof Weights weights && plainRows(right) && !turnLeft && !turnRight) {
            Rows o = new AttentionPairs(weights, right.pairs()).output(Rows.of(right));
            return plain.withSecondMoment(o.secondMoment()).with(o.pairs(), Double.NaN);
        }
        boolean rows = plainRows(left) && plainRows(right) && !turnLeft && turnRight;
        return rows
                ? plain.with(new Product(Rows.of(left), Rows.of(right), use.input(0).extent(-1)))
                : plain;
    }

    private static boolean plainRows(TensorState state) {
        return state.pairs().isTracked() && state.mean() == 0;
    }

    /// The gradients of both factors of a matrix product.
    ///
    /// @param toLeft what independence gives for the left one
    /// @param toRight what it gives for the right one
    public static List<Optional<TensorState>> gradients(
            Invocation use,
            List<TensorState> inputs,
            TensorState gradient,
            TensorState toLeft,
            TensorState toRight) {
        TensorState left = inputs.get(0);
        TensorState right = inputs.get(1);
        boolean turned =
                use.attributes().flag("transpose_left") || use.attributes().flag("transpose_right");
        if (left.grid() instanceof Weights weights
                && plainRows(right)
                && gradient.pairs().isTracked()
                && !turned) {
            Rows values = new AttentionPairs(weights, gradient.pairs()).toValues(Rows.of(gradient));
            Product products =
                    new Product(Rows.of(gradient), Rows.of(right), use.output().extent(-1));
            return List.of(Optional.of(toLeft.with(products)), Optional.of(state(values)));
        }
        if (gradient.grid() instanceof LogitGradient law) {
            AttentionPairs pairs = of(law.weights(), law.gradient());
            return List.of(
                    Optional.of(state(pairs.toQueries(law))),
                    Optional.of(state(pairs.toKeys(law))));
        }
        return List.of(Optional.of(toLeft), Optional.of(toRight));
    }

    /// The gradient of logits from that of their softmax.
    public static TensorState toLogits(Weights weights, Product gradient) {
        double second = of(weights, gradient).logitGradient(gradient);
        return TensorState.of(0, second).with(new LogitGradient(weights, gradient));
    }

    private static AttentionPairs of(Weights weights, Product gradient) {
        return new AttentionPairs(weights, gradient.left().pairs(), gradient.right().pairs());
    }

    private static TensorState state(Rows rows) {
        return TensorState.gaussian(rows.secondMoment()).with(rows.pairs(), Double.NaN);
    }
}
