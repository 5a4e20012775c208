package org.unitscope.moments;

/// How much of a gradient's row lies along two directions, as a multiple of what a random direction
/// has, 1/d: along the row of the tensor itself, and along the vector of ones. A norm behind the
/// tensor has taken both out (0); a matrix brings them back (1). A norm in front loses only what is
/// there. Rows behind a norm with centering have nothing along the vector of ones either.
///
/// @param own along the tensor's own row
/// @param ones along the vector of ones
public record FreeDirections(double own, double ones) {
    /// Nothing has been taken out.
    public static final FreeDirections NONE = new FreeDirections(1, 1);

    /// For one of two uncorrelated terms of the tensor, with this share of its mean square: a row
    /// free of the sum holds the angle between term and sum.
    public FreeDirections ofTerm(double share) {
        return new FreeDirections(own * share + (1 - share), ones);
    }

    /// Of a sum of two gradients with these shares of the mean square.
    public FreeDirections mixed(double share, FreeDirections other, double otherShare) {
        double total = Math.max(share + otherShare, Double.MIN_NORMAL);
        return new FreeDirections(
                (share * own + otherShare * other.own) / total,
                (share * ones + otherShare * other.ones) / total);
    }
}
