package org.unitscope.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import org.unitscope.format.Quantizer;

/// Oracle: sums without rounding over the finite elements.
record ExactSums(
        long finite,
        BigDecimal sum,
        BigDecimal absolute,
        BigDecimal squares,
        BigDecimal flushedSquares,
        BigDecimal errorSquares,
        boolean errorIsInfinite) {

    static ExactSums of(float[] values, Quantizer quantizer) {
        long finite = 0;
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal absolute = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        BigDecimal flushed = BigDecimal.ZERO;
        BigDecimal errors = BigDecimal.ZERO;
        boolean infinite = false;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                continue;
            }
            finite++;
            BigDecimal x = new BigDecimal(value);
            float rounded = quantizer.quantize(value);
            sum = sum.add(x);
            absolute = absolute.add(x.abs());
            squares = squares.add(x.pow(2));
            if (rounded == 0) {
                flushed = flushed.add(x.pow(2));
            }
            if (Float.isInfinite(rounded)) {
                infinite = true;
            } else {
                errors = errors.add(new BigDecimal(rounded).subtract(x).pow(2));
            }
        }
        return new ExactSums(finite, sum, absolute, squares, flushed, errors, infinite);
    }

    double mean() {
        return sum.divide(BigDecimal.valueOf(finite), MathContext.DECIMAL64).doubleValue();
    }

    double meanSquare() {
        return squares.divide(BigDecimal.valueOf(finite), MathContext.DECIMAL64).doubleValue();
    }
}
