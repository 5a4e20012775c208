package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.moments.TensorState;

/// What can be said of any rule without knowing it: by how much the second moment grows.
///
///     E y² = gain · Π E x_i²  over the real inputs,      E g_x² = gain · E g_y²
///
/// The gain is read off the prediction, so it explains nothing and says so.
public final class GenericDerivation {
    /// The words that stand for the rule.
    public static final String RULE = "no formula is given: gain read off the prediction";

    private static final String GAIN = "gain";

    private GenericDerivation() {}

    /// Of an output.
    public static Derivation output(Application of, int output) {
        List<Quantity> squares = new ArrayList<>();
        for (int i = 0; i < of.inputs().size(); i++) {
            double second = of.input(i).secondMoment();
            if (!Double.isNaN(second)) {
                squares.add(Quantity.square("x" + i, second, "input " + i));
            }
        }
        double value = of.outputs().get(output).secondMoment();
        return new Derivation(
                RULE,
                squares.size() == 1 ? "E y² = gain · E x²" : "E y² = gain · Π E x_i²",
                whole(value, "mean square out over that of all inputs", squares));
    }

    /// Of the gradient of an input.
    public static Derivation gradient(Application of, int input) {
        List<Quantity> squares = new ArrayList<>();
        for (TensorState gradient : of.gradients()) {
            squares.add(
                    Quantity.square("g", gradient.secondMoment(), "the gradient of the output"));
        }
        return new Derivation(
                RULE,
                "E g_x² = gain · E g²",
                whole(
                        of.pulled(input).secondMoment(),
                        "mean square of the gradient, of the input over the output",
                        squares));
    }

    private static Term whole(double value, String meaning, List<Quantity> squares) {
        return new Term("all", Term.completed(value, GAIN, meaning, squares));
    }
}
