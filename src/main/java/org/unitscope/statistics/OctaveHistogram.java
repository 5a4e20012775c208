package org.unitscope.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// How many elements lie in each octave of magnitude. Immutable.
///
/// Octave `k` holds the magnitudes in `[2^k, 2^(k+1))`, `k = floor(log2|x|)`, from -149 to 127:
/// every non-zero finite float32, subnormals included, exactly. Zero, infinite and NaN elements
/// have counters of their own.
public final class OctaveHistogram {
    /// Exponent of the smallest positive float32.
    public static final int LOWEST = -149;

    /// Exponent of the largest float32.
    public static final int HIGHEST = 127;

    /// No elements.
    public static final OctaveHistogram EMPTY = of(Map.of(), 0, 0, 0);

    private static final int OCTAVES = HIGHEST - LOWEST + 1;

    private final long[] counts;
    private final long zeros;
    private final long infinite;
    private final long nan;

    private OctaveHistogram(long[] counts, long zeros, long infinite, long nan) {
        this.counts = counts;
        this.zeros = zeros;
        this.infinite = infinite;
        this.nan = nan;
    }

    /// A histogram of these counts.
    ///
    /// @param counts elements by octave
    /// @throws IllegalArgumentException if an octave is out of range or a count negative
    public static OctaveHistogram of(
            Map<Integer, Long> counts, long zeros, long infinite, long nan) {
        requireCount(zeros, "zeros");
        requireCount(infinite, "infinite");
        requireCount(nan, "NaN");
        return new OctaveHistogram(array(counts), zeros, infinite, nan);
    }

    private static long[] array(Map<Integer, Long> byOctave) {
        long[] array = new long[OCTAVES];
        byOctave.forEach((octave, count) -> {
            if (octave < LOWEST || octave > HIGHEST) {
                throw new IllegalArgumentException(
                        "Octave histogram: octave must be %d to %d, got %d."
                                .formatted(LOWEST, HIGHEST, octave));
            }
            requireCount(count, "octave " + octave);
            array[octave - LOWEST] = count;
        });
        return array;
    }

    private static void requireCount(long count, String what) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "Octave histogram: the count of %s must not be negative, got %d."
                            .formatted(what, count));
        }
    }

    /// The octave of a finite number other than zero.
    public static int octaveOf(float x) {
        // A double holds every float32 as a normal number.
        return Math.getExponent((double) x);
    }

    /// Number of elements, of every kind.
    public long count() {
        return nonzeroFinite() + zeros + infinite + nan;
    }

    /// Number of elements in an octave; zero outside the range.
    public long count(int octave) {
        return at(counts, octave);
    }

    private static long at(long[] array, int octave) {
        boolean inside = octave >= LOWEST && octave <= HIGHEST;
        return inside ? array[octave - LOWEST] : 0;
    }

    /// Number of finite elements other than zero.
    public long nonzeroFinite() {
        return Arrays.stream(counts).sum();
    }

    /// Number of elements in the octaves below one.
    public long countBelow(int octave) {
        int end = Math.clamp((long) octave - LOWEST, 0, OCTAVES);
        return Arrays.stream(counts, 0, end).sum();
    }

    /// Share of all elements that lie in an octave; zero for an empty tensor.
    public double share(int octave) {
        long all = count();
        return all == 0 ? 0 : (double) count(octave) / all;
    }

    /// Elements equal to zero, of either sign.
    public long zeros() {
        return zeros;
    }

    /// Elements that are infinite, of either sign.
    public long infinite() {
        return infinite;
    }

    /// Elements that are NaN.
    public long nan() {
        return nan;
    }

    /// The octaves that hold an element, ascending.
    public IntStream octaves() {
        return IntStream.rangeClosed(LOWEST, HIGHEST).filter(octave -> count(octave) > 0);
    }

    /// The lowest octave that holds an element.
    public OptionalInt lowestOctave() {
        return octaves().min();
    }

    /// The highest octave that holds an element.
    public OptionalInt highestOctave() {
        return octaves().max();
    }

    /// The counts by octave, ascending, empty octaves left out.
    public Map<Integer, Long> toMap() {
        Map<Integer, Long> map = new TreeMap<>();
        octaves().forEach(octave -> map.put(octave, count(octave)));
        return map;
    }

    /// Both tensors taken as one.
    public OctaveHistogram merge(OctaveHistogram other) {
        long[] sums = new long[OCTAVES];
        Arrays.setAll(sums, i -> counts[i] + other.counts[i]);
        return new OctaveHistogram(
                sums, zeros + other.zeros, infinite + other.infinite, nan + other.nan);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OctaveHistogram that
                && zeros == that.zeros
                && infinite == that.infinite
                && nan == that.nan
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + Long.hashCode(zeros + infinite + nan);
    }

    @Override
    public String toString() {
        return "OctaveHistogram[%s, zeros=%d, infinite=%d, nan=%d]"
                .formatted(toMap(), zeros, infinite, nan);
    }
}
