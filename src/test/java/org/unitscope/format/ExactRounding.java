package org.unitscope.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unitscope.format.RoundingMode.Kind;

/// Oracle: rounding of decimals between the neighbors of a table of codes, continued by two values
/// above the largest one. Knows codes and values only, no exponents or bits.
final class ExactRounding {
    private final CodeTable table;
    private final List<BigDecimal> grid;

    ExactRounding(CodeTable table) {
        this.table = table;
        grid = new ArrayList<>(table.magnitudes());
        // A largest value that begins a binade has a step twice as wide above it as below.
        int last = grid.size() - 1;
        BigDecimal max = grid.get(last);
        BigDecimal step = max.subtract(grid.get(last - 1));
        BigDecimal next = max.add(isPowerOfTwo(max) ? step.multiply(BigDecimal.TWO) : step);
        grid.add(next);
    }

    private static boolean isPowerOfTwo(BigDecimal value) {
        return value.signum() > 0
                && Math.scalb(1.0, Math.getExponent(value.doubleValue())) == value.doubleValue();
    }

    /// The value after the largest.
    BigDecimal beyond() {
        return grid.getLast();
    }

    /// What a magnitude rounds to on the continued grid; null if it lies above it.
    @Nullable BigDecimal round(
            BigDecimal magnitude, boolean negative, Kind kind, int randomBits, int random) {
        if (magnitude.compareTo(grid.getFirst()) <= 0) {
            return grid.getFirst();
        }
        int found = Collections.binarySearch(grid, magnitude);
        int code = found >= 0 ? found + 1 : -found - 1;
        if (found >= 0) {
            return grid.get(found);
        }
        if (code == grid.size()) {
            return null;
        }
        BigDecimal below = grid.get(code - 1);
        BigDecimal above = grid.get(code);
        BigDecimal position =
                magnitude.subtract(below).divide(above.subtract(below), MathContext.UNLIMITED);
        int half = position.compareTo(new BigDecimal("0.5"));
        boolean belowIsOdd = (code - 1) % 2 == 1;
        boolean up =
                switch (kind) {
                    case NEAREST_EVEN -> half > 0 || (half == 0 && belowIsOdd);
                    case NEAREST_AWAY -> half >= 0;
                    case NEAREST_ZERO -> half > 0;
                    case TOWARD_ZERO -> false;
                    case UP -> !negative;
                    case DOWN -> negative;
                    case ODD -> !belowIsOdd;
                    case STOCHASTIC_A, STOCHASTIC_B, STOCHASTIC_C ->
                            randomUp(kind, position, randomBits, random);
                };
        return up ? above : below;
    }

    private static boolean randomUp(Kind kind, BigDecimal position, int bits, int random) {
        BigDecimal ones = BigDecimal.TWO.pow(bits);
        BigDecimal scaled = position.multiply(ones);
        BigDecimal r = BigDecimal.valueOf(random);
        return switch (kind) {
            case STOCHASTIC_A -> scaled.setScale(0, RoundingMode.FLOOR).add(r).compareTo(ones) >= 0;
            case STOCHASTIC_B ->
                    scaled.multiply(BigDecimal.TWO)
                                    .setScale(0, RoundingMode.FLOOR)
                                    .add(r.multiply(BigDecimal.TWO))
                                    .add(BigDecimal.ONE)
                                    .compareTo(ones.multiply(BigDecimal.TWO))
                            >= 0;
            default -> scaled.setScale(0, RoundingMode.HALF_EVEN).add(r).compareTo(ones) >= 0;
        };
    }

    /// The largest magnitude of a sign; zero where there is no negative number.
    BigDecimal limit(boolean negative) {
        BigDecimal lowest = table.lowest();
        return negative
                ? lowest.signum() < 0 ? lowest.negate() : BigDecimal.ZERO
                : table.magnitudes().getLast();
    }
}
