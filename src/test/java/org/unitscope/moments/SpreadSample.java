package org.unitscope.moments;

/// Numbers drawn independently, for `E V² / (E V)²` and its standard error.
public final class SpreadSample {
    private final double[] powers = new double[5];

    /// Takes a number.
    public void add(double value) {
        double power = 1;
        for (int k = 0; k < powers.length; k++) {
            powers[k] += power;
            power *= value;
        }
    }

    private double moment(int k) {
        return powers[k] / powers[0];
    }

    /// `E V`.
    public double mean() {
        return moment(1);
    }

    /// Standard error of the mean.
    public double meanError() {
        return Math.sqrt(variance() / powers[0]);
    }

    /// The variance.
    public double variance() {
        return moment(2) - moment(1) * moment(1);
    }

    /// `E V² / (E V)²`.
    public double spread() {
        return moment(2) / (moment(1) * moment(1));
    }

    /// Standard error of the spread r: V moves it by `V²/m² − 2 r V/m`, m the mean.
    public double spreadError() {
        double m = moment(1);
        double r = spread();
        double squares = (moment(4) - moment(2) * moment(2)) / (m * m * m * m);
        double both = (moment(3) - moment(2) * m) / (m * m * m);
        double variance = squares - 4 * r * both + 4 * r * r * variance() / (m * m);
        return Math.sqrt(Math.max(0, variance) / powers[0]);
    }
}
