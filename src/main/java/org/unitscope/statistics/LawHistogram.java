package org.unitscope.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A law in the octaves, and in the eighths of octaves, that tensors of float32 are counted in.
final class LawHistogram {
    private static final double SMALLEST = Math.scalb(1.0, OctaveHistogram.LOWEST);
    private static final double INFINITE = Math.scalb(1.0, OctaveHistogram.HIGHEST + 1);

    private final NavigableMap<Integer, Double> positive = new TreeMap<>();
    private final NavigableMap<Integer, Double> negative = new TreeMap<>();
    private final int first;
    private final int last;
    private double zeros;
    private double infinite;

    /// @param least smallest magnitude; what is expected below it is put there
    /// @param amax largest magnitude, likewise
    private LawHistogram(ElementLaw law, double least, double amax) {
        first = FineHistogram.binOf(least);
        last = FineHistogram.binOf(amax);
        zeros = law.zero();
        add(new LawShares(law, 1), positive, amax);
        add(new LawShares(law, -1), negative, amax);
    }

    private void add(LawShares shares, NavigableMap<Integer, Double> side, double amax) {
        PointMasses points = shares.points();
        for (int i = 0; i < points.count(); i++) {
            double magnitude = Math.abs((float) points.values()[i]);
            if (magnitude == 0) {
                zeros += points.weights()[i];
            } else if (magnitude > amax) {
                addBeyond(side, points.weights()[i], amax);
            } else {
                add(side, FineHistogram.binOf(magnitude), points.weights()[i]);
            }
        }
        zeros += shares.densityBetween(0, SMALLEST);
        double low = SMALLEST;
        for (int bin = 16 * OctaveHistogram.LOWEST + 1; low < INFINITE; bin += 2) {
            double high = FineHistogram.edge(bin + 1);
            add(side, bin, shares.densityBetween(low, high));
            low = high;
        }
        addBeyond(side, shares.densityBetween(INFINITE, Double.POSITIVE_INFINITY), amax);
    }

    private void addBeyond(NavigableMap<Integer, Double> side, double share, double amax) {
        if (amax < Float.MAX_VALUE) {
            add(side, last, share);
        } else {
            infinite += share;
        }
    }

    private void add(NavigableMap<Integer, Double> side, int bin, double share) {
        if (share > 0) {
            side.merge(Math.clamp(bin, first, last), share, Double::sum);
        }
    }

    /// The expected bins of a tensor of any float32.
    static FineHistogram of(ElementLaw law, long count) {
        return of(law, count, SMALLEST, Float.MAX_VALUE);
    }

    /// The expected bins of a tensor whose extremes are known.
    static FineHistogram of(ElementLaw law, long count, double least, double amax) {
        if (count < 0 || count > 1L << 53) {
            throw new IllegalArgumentException(
                    "Histogram of a law: the count must be 0 to 2^53, got %d.".formatted(count));
        }
        return new LawHistogram(law, least, amax).rounded(count);
    }

    private FineHistogram rounded(long count) {
        List<Double> shares = new ArrayList<>(List.of(zeros));
        shares.addAll(positive.values());
        shares.addAll(negative.values());
        shares.add(infinite);
        long[] counts = apportion(shares, count);
        int i = 1;
        NavigableMap<Integer, Long> plus = new TreeMap<>();
        for (int bin : positive.keySet()) {
            plus.put(bin, counts[i++]);
        }
        NavigableMap<Integer, Long> minus = new TreeMap<>();
        for (int bin : negative.keySet()) {
            minus.put(bin, counts[i++]);
        }
        plus.values().removeIf(n -> n == 0);
        minus.values().removeIf(n -> n == 0);
        return FineHistogram.of(plus, minus, counts[0], counts[i]);
    }

    /// Whole numbers in proportion to shares, with a given total: every sum over neighbors is off
    /// by less than 1, so that counts below a threshold are as expected however many bins they come
    /// from.
    static long[] apportion(List<Double> shares, long total) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        long[] counts = new long[shares.size()];
        double part = 0;
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            part += shares.get(i);
            boolean last = i + 1 == counts.length;
            long rounded = last ? total : Math.round(Math.min(1, part / sum) * total);
            counts[i] = rounded - before;
            before = rounded;
        }
        return counts;
    }

    static double[] octaveShares(ElementLaw law, int low, int high) {
        LawShares shares = new LawShares(law, 0);
        double[] octaves = new double[Math.max(0, high - low + 1)];
        double below = shares.below(Math.scalb(1.0, low));
        for (int i = 0; i < octaves.length; i++) {
            double next = shares.below(Math.scalb(1.0, low + i + 1));
            octaves[i] = Math.max(0, next - below);
            below = next;
        }
        return octaves;
    }

    static double totalVariation(ElementLaw law, OctaveHistogram sampled) {
        double count = (double) sampled.count();
        LawShares magnitudes = new LawShares(law, 0);
        double zeros = law.zero() + magnitudes.below(SMALLEST);
        double sum =
                Math.abs(zeros - sampled.zeros() / count)
                        + Math.abs(
                                nonfinite(magnitudes)
                                        - (sampled.infinite() + sampled.nan()) / count);
        double[] shares = octaveShares(law, OctaveHistogram.LOWEST, OctaveHistogram.HIGHEST);
        for (int i = 0; i < shares.length; i++) {
            sum += Math.abs(shares[i] - sampled.share(OctaveHistogram.LOWEST + i));
        }
        return sum / 2;
    }

    /// Probability of magnitudes that float32 does not hold.
    static double nonfinite(LawShares shares) {
        return shares.above(Math.nextDown(INFINITE));
    }
}
