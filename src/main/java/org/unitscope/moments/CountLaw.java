package org.unitscope.moments;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// How often a class, drawn evenly from all, occurs among N independent draws: a mixture of
/// binomial laws, one per probability.
///
/// @param counts numbers of occurrences
/// @param weights their probabilities
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CountLaw(double[] counts, double[] weights) {
    private static final double NEGLIGIBLE = 1e-9;

    /// The law for these class probabilities.
    public static CountLaw of(double[] probabilities, double draws) {
        Map<Double, Integer> multiplicity = new HashMap<>();
        for (double p : probabilities) {
            multiplicity.merge(p, 1, Integer::sum);
        }
        NavigableMap<Long, Double> law = new TreeMap<>();
        multiplicity.forEach((p, many) -> add(law, p, draws, (double) many / probabilities.length));
        double[] counts = law.keySet().stream().mapToDouble(Long::doubleValue).toArray();
        double[] weights = law.values().stream().mapToDouble(Double::doubleValue).toArray();
        return new CountLaw(counts, weights);
    }

    /// Adds a binomial law, from its mode outward.
    private static void add(Map<Long, Double> law, double p, double draws, double share) {
        if (p <= 0 || p >= 1) {
            law.merge(p <= 0 ? 0L : Math.round(draws), share, Double::sum);
            return;
        }
        long mode = Math.min((long) draws, (long) ((draws + 1) * p));
        Map<Long, Double> ratios = new HashMap<>();
        ratios.put(mode, 1.0);
        double total = 1;
        double ratio = 1;
        for (long n = mode; n < draws && ratio > NEGLIGIBLE; n++) {
            ratio *= (draws - n) / (n + 1) * p / (1 - p);
            ratios.put(n + 1, ratio);
            total += ratio;
        }
        ratio = 1;
        for (long n = mode; n > 0 && ratio > NEGLIGIBLE; n--) {
            ratio *= n / (draws - n + 1) * (1 - p) / p;
            ratios.put(n - 1, ratio);
            total += ratio;
        }
        double sum = total;
        ratios.forEach((n, r) -> law.merge(n, share * r / sum, Double::sum));
    }
}
