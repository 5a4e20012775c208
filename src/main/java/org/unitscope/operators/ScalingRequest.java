package org.unitscope.operators;

/// What a scaling rule may look at: shapes and attributes of one use, never its values.
///
/// @param style whose formulas
/// @param isReadout whether it is the last product, whose result goes into the loss
public record ScalingRequest(Invocation use, ScalingStyle style, boolean isReadout) {
    /// Number of rows of an input: the product of its extents but the last.
    public double rows(int input) {
        return use.input(input).count() / (double) use.input(input).extent(-1);
    }

    /// `(elements of the result / elements of an input)^-1/2`: what an input that is repeated over
    /// the result gets back. 1 if both have one shape.
    public Factor repeated(int input) {
        double share = use.output().count() / (double) use.input(input).count();
        return share == 1 ? Factor.ONE : Factor.inverseRoot("uses per element", share);
    }
}
