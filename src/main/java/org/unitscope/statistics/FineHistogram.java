package org.unitscope.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.unitscope.kernels.FusedPass;

/// How many elements lie in each eighth of an octave, by sign. Immutable, stored sparsely.
///
/// Numbers `2^k (1 + j / 8)`, `j` = 0 to 7, are bins of their own, and the numbers between two of
/// them are another: sign, exponent and three leading mantissa bits of a float32, subnormals
/// normalized. So a threshold that is such a number, as all flush thresholds of rounding to nearest
/// and most largest values are, divides the counts exactly, and tensors that hold only values of an
/// FP8 format are known element by element. Zero, infinite and NaN elements have counters.
public final class FineHistogram {
    private static final int BINS_PER_OCTAVE = 16;

    /// No elements.
    public static final FineHistogram EMPTY =
            new FineHistogram(new TreeMap<>(), new TreeMap<>(), false, 0, 0, 0);

    /// Which signs the elements of a bin have.
    public enum Sign {
        POSITIVE,
        NEGATIVE,
        /// Not recorded: a run of an earlier version.
        UNKNOWN
    }

    /// Elements with magnitudes from `low` to `high`, both included; equal where the bin is a
    /// single number.
    public record Bin(Sign sign, double low, double high, long count) {
        /// Whether all elements are the same number.
        public boolean isPoint() {
            return low == high;
        }
    }

    private final NavigableMap<Integer, Long> positive;
    private final NavigableMap<Integer, Long> negative;
    private final OctaveHistogram octaves;
    private final boolean coarse;

    private FineHistogram(
            NavigableMap<Integer, Long> positive,
            NavigableMap<Integer, Long> negative,
            boolean coarse,
            long zeros,
            long infinite,
            long nan) {
        this.positive = positive;
        this.negative = negative;
        this.coarse = coarse;
        Map<Integer, Long> counts = new HashMap<>();
        BiConsumer<Integer, Long> add =
                (bin, count) -> counts.merge(Math.floorDiv(bin, BINS_PER_OCTAVE), count, Long::sum);
        positive.forEach(add);
        negative.forEach(add);
        octaves = OctaveHistogram.of(counts, zeros, infinite, nan);
    }

    /// What a pass has counted.
    public static FineHistogram of(FusedPass pass) {
        TreeMap<Integer, Long> positive = new TreeMap<>();
        TreeMap<Integer, Long> negative = new TreeMap<>();
        pass.forEachBin((minus, bin, count) -> (minus ? negative : positive).put(bin, count));
        return new FineHistogram(
                positive, negative, false, pass.zeros(), pass.infinite(), pass.nan());
    }

    /// Counts that were not made element by element.
    static FineHistogram of(
            NavigableMap<Integer, Long> positive,
            NavigableMap<Integer, Long> negative,
            long zeros,
            long infinite) {
        return new FineHistogram(positive, negative, false, zeros, infinite, 0);
    }

    /// The octaves of a run that recorded no more.
    public static FineHistogram ofOctaves(OctaveHistogram octaves) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        octaves.toMap().forEach((octave, count) -> counts.put(BINS_PER_OCTAVE * octave, count));
        return new FineHistogram(
                counts, new TreeMap<>(), true, octaves.zeros(), octaves.infinite(), octaves.nan());
    }

    /// Reads what [#toString] writes.
    ///
    /// @throws IllegalArgumentException if it is not that
    public static FineHistogram parse(String text, long zeros, long infinite, long nan) {
        TreeMap<Integer, Long> positive = new TreeMap<>();
        TreeMap<Integer, Long> negative = new TreeMap<>();
        for (String item : text.isBlank() ? new String[0] : text.strip().split(" ")) {
            int colon = item.indexOf(':');
            boolean readable = colon > 1 && (item.charAt(0) == 'p' || item.charAt(0) == 'n');
            if (!readable) {
                throw new IllegalArgumentException(
                        "Fine histogram: '%s' must be p or n, bin, ':', count".formatted(item));
            }
            int bin = Integer.parseInt(item.substring(1, colon));
            long count = Long.parseLong(item.substring(colon + 1));
            (item.charAt(0) == 'p' ? positive : negative).put(bin, count);
        }
        return new FineHistogram(positive, negative, false, zeros, infinite, nan);
    }

    /// Both taken as one.
    public FineHistogram merge(FineHistogram other) {
        TreeMap<Integer, Long> plus = new TreeMap<>(positive);
        TreeMap<Integer, Long> minus = new TreeMap<>(negative);
        other.positive.forEach((bin, count) -> plus.merge(bin, count, Long::sum));
        other.negative.forEach((bin, count) -> minus.merge(bin, count, Long::sum));
        return new FineHistogram(
                plus,
                minus,
                coarse || other.coarse,
                octaves.zeros() + other.octaves.zeros(),
                octaves.infinite() + other.octaves.infinite(),
                octaves.nan() + other.octaves.nan());
    }

    /// The same elements by octave.
    public OctaveHistogram octaves() {
        return octaves;
    }

    /// Whether only octaves are known, and no signs.
    public boolean isCoarse() {
        return coarse;
    }

    /// The bins that hold finite non-zero elements: positive, then negative, ascending in
    /// magnitude.
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>(positive.size() + negative.size());
        positive.forEach(
                (bin, count) -> bins.add(bin(coarse ? Sign.UNKNOWN : Sign.POSITIVE, bin, count)));
        negative.forEach((bin, count) -> bins.add(bin(Sign.NEGATIVE, bin, count)));
        return bins;
    }

    /// How many elements have a magnitude below a power of two. Exact.
    ///
    /// @param negatives whether negative elements count
    public long countBelow(double power, boolean negatives) {
        int end = BINS_PER_OCTAVE * Math.getExponent(power);
        long below = positive.headMap(end).values().stream().mapToLong(Long::longValue).sum();
        return negatives
                ? below + negative.headMap(end).values().stream().mapToLong(Long::longValue).sum()
                : below;
    }

    private Bin bin(Sign sign, int bin, long count) {
        double edge = edge(bin);
        if (coarse) {
            return new Bin(sign, edge, below(edge(bin + BINS_PER_OCTAVE)), count);
        }
        boolean interior = (bin & 1) == 1;
        return interior
                ? new Bin(sign, Math.nextUp((float) edge), below(edge(bin + 1)), count)
                : new Bin(sign, edge, edge, count);
    }

    /// The bin of a magnitude.
    static int binOf(double magnitude) {
        int octave = Math.getExponent(magnitude);
        double eighths = (Math.scalb(magnitude, -octave) - 1) * 8;
        int interior = eighths == Math.floor(eighths) ? 0 : 1;
        return BINS_PER_OCTAVE * octave + 2 * (int) eighths + interior;
    }

    /// The number at the lower end of a bin.
    static double edge(int bin) {
        int octave = Math.floorDiv(bin, BINS_PER_OCTAVE);
        int eighth = Math.floorMod(bin, BINS_PER_OCTAVE) >> 1;
        return Math.scalb(1 + eighth / 8.0, octave);
    }

    private static double below(double edge) {
        return edge > Float.MAX_VALUE ? Float.MAX_VALUE : Math.nextDown((float) edge);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FineHistogram that
                && coarse == that.coarse
                && octaves.equals(that.octaves)
                && positive.equals(that.positive)
                && negative.equals(that.negative);
    }

    @Override
    public int hashCode() {
        return octaves.hashCode();
    }

    /// `p16:3 n-7:1`: sign, bin `16 * octave + 2 * eighth + (0 on the edge, 1 above it)`, count.
    @Override
    public String toString() {
        List<String> items = new ArrayList<>();
        positive.forEach((bin, count) -> items.add("p" + bin + ":" + count));
        negative.forEach((bin, count) -> items.add("n" + bin + ":" + count));
        return String.join(" ", items);
    }
}
