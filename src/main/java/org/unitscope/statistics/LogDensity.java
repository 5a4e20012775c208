package org.unitscope.statistics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a law that has a density: masses in bins of log2|x|, 24 to an octave. Immutable.
///
/// With `p_i` and `n_i` the masses of the positive and the negative numbers of bin `i`, the even
/// part is `p + n` and the odd part `p - n`, absent where the law is symmetric: those of a product
/// of independent numbers are the convolutions of those of its factors. Bin `i` spans log2|x| from
/// `origin + i / 24` to `origin + (i + 1) / 24`, so a multiplication by a constant moves the origin
/// and nothing else.
///
/// The 96 octaves lie where the law does: see [#window]. What is outside is in the end bins.
final class LogDensity {
    /// Bins of an octave.
    static final int RESOLUTION = 24;

    static final int OCTAVES = 96;
    static final int BINS = OCTAVES * RESOLUTION;

    /// What is kept below the middle of a law, in octaves.
    private static final int BELOW_CENTER = 64;

    /// A bin with less of the whole is left out of products: below the transform's rounding.
    private static final double NEGLIGIBLE = 1e-18;

    /// Rounding noise of a convolution, relative to the product of the totals: an array of 2304
    /// numbers with a sum of 1 comes back to about 1e-16.
    private static final double NOISE = 1e-15;

    private final double[] even;
    private final double @Nullable [] odd;
    private final double origin;

    /// @param even with [#BINS] elements, not changed afterwards
    LogDensity(double[] even, double @Nullable [] odd, double origin) {
        this.even = even;
        this.odd = odd;
        this.origin = origin;
    }

    /// The lowest log2|x| of the bins of a law, a whole number: 64 octaves below its middle, more
    /// where that would cut off its largest numbers.
    ///
    /// @param center mean of log2|x|
    /// @param top log2 of the largest magnitude
    static int window(double center, double top) {
        return (int) Math.max(Math.rint(center) - BELOW_CENTER, Math.ceil(top) - OCTAVES);
    }

    /// `log2|x|` at the lower end of the lowest bin.
    double origin() {
        return origin;
    }

    boolean isSymmetric() {
        return odd == null;
    }

    double mass() {
        return Arrays.stream(even).sum();
    }

    /// Masses of the bins: of positive numbers for a sign of 1, of negative for -1, of both for 0.
    double[] masses(int sign) {
        double[] masses = even.clone();
        for (int i = 0; sign != 0 && i < masses.length; i++) {
            masses[i] = (masses[i] + (odd == null ? 0 : sign * odd[i])) / 2;
        }
        return masses;
    }

    /// Lower end of a bin, or the upper end of the one before.
    double edge(int bin) {
        return StrictMath.pow(2, origin + (double) bin / RESOLUTION);
    }

    /// `E |x|^k` over this part, for a density that is smooth over a bin: then all numbers of a bin
    /// taken at its middle give `sinh(w / 2) / (w / 2)` times as much, `w = k ln 2 / 24`.
    double moment(int k) {
        double width = k * StrictMath.log(2) / RESOLUTION;
        double spread = k == 0 ? 1 : 2 * StrictMath.sinh(width / 2) / width;
        double sum = 0;
        for (int i = 0; i < BINS; i++) {
            if (even[i] > 0) {
                sum += even[i] * StrictMath.pow(2, k * (origin + (i + 0.5) / RESOLUTION));
            }
        }
        return sum / spread;
    }

    /// A density among those that are added up.
    ///
    /// @param shift log2 of what its numbers are multiplied by
    /// @param negated whether they change their sign
    record Part(LogDensity density, double shift, double weight, boolean negated) {
        /// Numbers multiplied by a constant.
        static Part scaled(LogDensity density, double factor, double weight) {
            double shift = StrictMath.log(Math.abs(factor)) / StrictMath.log(2);
            return new Part(density, shift, weight, factor < 0);
        }
    }

    /// The sum of parts on common bins.
    ///
    /// The largest part keeps its bins. Where another's lie between them, each of its masses is
    /// divided in proportion, which is exact for a density that is even over a bin.
    static LogDensity sum(List<Part> parts) {
        if (parts.size() == 1) {
            Part part = parts.getFirst();
            if (part.weight == 1 && !(part.negated && part.density.odd != null)) {
                return part.density.at(part.density.origin + part.shift);
            }
        }
        double origin = commonOrigin(parts);
        double[] even = new double[BINS];
        double[] odd = new double[BINS];
        boolean symmetric = true;
        for (Part part : parts) {
            double offset = (part.density.origin + part.shift - origin) * RESOLUTION;
            add(part.density.even, part.weight, offset, even);
            if (part.density.odd != null) {
                symmetric = false;
                add(part.density.odd, part.negated ? -part.weight : part.weight, offset, odd);
            }
        }
        return new LogDensity(even, symmetric ? null : odd, origin);
    }

    private LogDensity at(double otherOrigin) {
        return otherOrigin == origin ? this : new LogDensity(even, odd, otherOrigin);
    }

    private static double commonOrigin(List<Part> parts) {
        double total = 0;
        double centers = 0;
        double top = Double.NEGATIVE_INFINITY;
        double largest = -1;
        double aligned = 0;
        for (Part part : parts) {
            double mass = part.weight * part.density.mass();
            double start = part.density.origin + part.shift;
            total += mass;
            centers += part.weight * (start * part.density.mass() + centroid(part.density.even));
            if (mass > 0) {
                top = Math.max(top, start + top(part.density.even));
            }
            if (mass > largest) {
                largest = mass;
                aligned = start;
            }
        }
        int window = window(total > 0 ? centers / total : aligned, total > 0 ? top : aligned);
        return aligned + Math.rint((window - aligned) * RESOLUTION) / RESOLUTION;
    }

    /// `sum(mass * octaves above the first bin)`.
    private static double centroid(double[] masses) {
        double sum = 0;
        for (int i = 0; i < masses.length; i++) {
            sum += masses[i] * (i + 0.5);
        }
        return sum / RESOLUTION;
    }

    /// Octaves from the lower end of the first bin to the upper end of the last that counts.
    private static double top(double[] masses) {
        return (double) end(masses, NOISE * Arrays.stream(masses).sum()) / RESOLUTION;
    }

    private static int end(double[] masses, double least) {
        int end = masses.length;
        while (end > 0 && masses[end - 1] <= least) {
            end--;
        }
        return end;
    }

    private static int start(double[] masses, double least) {
        int start = 0;
        while (start < masses.length && masses[start] <= least) {
            start++;
        }
        return start;
    }

    /// Adds masses to bins that lie `offset` bins further down.
    private static void add(double[] masses, double weight, double offset, double[] to) {
        // Rounding of the origins is no offset.
        double whole = Math.rint(offset);
        double exact = Math.abs(offset - whole) < 1e-9 ? whole : offset;
        int floor = (int) Math.floor(exact);
        double upper = weight * (exact - floor);
        double lower = weight - upper;
        for (int i = 0; i < masses.length; i++) {
            if (masses[i] != 0) {
                to[Math.clamp((long) floor + i, 0, to.length - 1)] += lower * masses[i];
                to[Math.clamp((long) floor + i + 1, 0, to.length - 1)] += upper * masses[i];
            }
        }
    }

    /// The density of products of independent numbers.
    ///
    /// Two masses that are even over their bins give a triangle over two bins, half of it in each.
    /// That widens log2|x| by a variance of at most `1 / 3` of a squared bin, 6e-4 octaves.
    LogDensity times(LogDensity other) {
        double mass = mass();
        double otherMass = other.mass();
        if (mass == 0 || otherMass == 0) {
            return new LogDensity(new double[BINS], null, origin);
        }
        int from = start(even, NEGLIGIBLE * mass);
        int otherFrom = start(other.even, NEGLIGIBLE * otherMass);
        LawConvolution product =
                LawConvolution.of(
                        support(even, even, mass),
                        odd == null ? null : support(odd, even, mass),
                        support(other.even, other.even, otherMass),
                        other.odd == null ? null : support(other.odd, other.even, otherMass));
        double[] masses = product.even();
        double sum = 0;
        for (int i = 0; i < masses.length; i++) {
            masses[i] = masses[i] < NOISE ? 0 : masses[i];
            sum += masses[i];
        }
        double scale = mass * otherMass / sum;
        double start = origin + other.origin + (double) (from + otherFrom) / RESOLUTION;
        double center = start + centroid(masses) / sum + 0.5 / RESOLUTION;
        double window = window(center, start + top(masses) + 1.0 / RESOLUTION);
        double offset = Math.rint((start - window) * RESOLUTION);
        double[] productEven = new double[BINS];
        add(masses, scale, offset + 0.5, productEven);
        double[] productOdd = null;
        if (product.odd() != null) {
            productOdd = new double[BINS];
            double[] differences = product.odd();
            for (int i = 0; i < masses.length; i++) {
                differences[i] = Math.clamp(differences[i], -masses[i], masses[i]);
            }
            add(differences, scale, offset + 0.5, productOdd);
        }
        return new LogDensity(productEven, productOdd, start - offset / RESOLUTION);
    }

    /// What lies where the even part counts, divided by the mass.
    private static double[] support(double[] masses, double[] even, double mass) {
        double least = NEGLIGIBLE * mass;
        double[] support = Arrays.copyOfRange(masses, start(even, least), end(even, least));
        for (int i = 0; i < support.length; i++) {
            support[i] /= mass;
        }
        return support;
    }
}
