package org.unitscope.report.charts;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Role;
import org.unitscope.report.data.PathPattern;
import org.unitscope.report.data.RunSection;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.OctaveHistogram;

/// What an [ExponentMap] shows of one run.
///
/// @param rows by label, in the order of the run
/// @param format that most of the tensors are judged against; empty if none was sampled
record ExponentPanel(String title, Map<String, Row> rows, Optional<TargetFormat> format) {
    /// No more octaves than this have a column of their own.
    private static final int MOST = 80;

    /// An octave with a smaller share of every row is not worth a column.
    private static final double LEAST = 1e-6;

    /// The same place in repeated blocks.
    ///
    /// @param elements of all tensors of the row together
    /// @param flushed the largest flushed share of one of them
    /// @param format of the first of them
    record Row(OctaveHistogram elements, double flushed, TargetFormat format) {}

    /// A run's tensors in a role.
    ///
    /// @param named whether the title names the run
    static ExponentPanel of(RunSection run, Role role, boolean named) {
        List<TensorRecord> sampled =
                run.run().tensors().stream()
                        .filter(tensor -> tensor.key().role() == role)
                        .filter(tensor -> tensor.measured().isPresent())
                        .toList();
        Map<String, Row> rows = new LinkedHashMap<>();
        PathPattern.groups(sampled, tensor -> PathPattern.of(tensor.path()))
                .forEach((pattern, tensors) -> rows.put(label(pattern, tensors), row(tensors)));
        Optional<TargetFormat> format =
                sampled.stream()
                        .collect(Collectors.groupingBy(TensorRecord::format, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .max(
                                Map.Entry.<TargetFormat, Long>comparingByValue()
                                        .thenComparing(
                                                entry -> entry.getKey().toString(),
                                                Comparator.reverseOrder()))
                        .map(Map.Entry::getKey);
        String title = role.symbol() + ", " + role.title();
        return new ExponentPanel(named ? run.label() + ", " + role.symbol() : title, rows, format);
    }

    private static String label(String pattern, List<TensorRecord> tensors) {
        return tensors.size() == 1 ? tensors.getFirst().path() : pattern + " ×" + tensors.size();
    }

    private static Row row(List<TensorRecord> tensors) {
        OctaveHistogram sum = OctaveHistogram.EMPTY;
        double flushed = 0;
        for (TensorRecord tensor : tensors) {
            var statistics = tensor.measured().orElseThrow().statistics();
            sum = sum.merge(statistics.histogram());
            flushed = Math.max(flushed, statistics.fates().underflowFraction());
        }
        return new Row(sum, flushed, tensors.getFirst().format());
    }

    /// First and last octave with a column: those that hold a share of some row worth seeing.
    static int[] span(List<ExponentPanel> panels) {
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (ExponentPanel panel : panels) {
            for (Row row : panel.rows.values()) {
                int[] octaves =
                        row.elements
                                .octaves()
                                .filter(k -> row.elements.share(k) >= LEAST)
                                .toArray();
                for (int octave : octaves) {
                    low = Math.min(low, octave);
                    high = Math.max(high, octave);
                }
            }
            if (panel.format.isPresent()) {
                high =
                        Math.max(
                                high,
                                Math.min(
                                        16,
                                        exponent(panel.format.get().format().overflowThreshold())));
            }
        }
        return high < low
                ? new int[] {-8, 8}
                : new int[] {Math.max(low, high - MOST + 1), high + 1};
    }

    private static int exponent(double value) {
        return Math.getExponent(value);
    }
}
