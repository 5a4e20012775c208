package org.unitscope.app.histogram;

import java.util.List;
import java.util.Optional;
import org.unitscope.app.theme.Fate;
import org.unitscope.format.TargetFormat;
import org.unitscope.run.Scales;
import org.unitscope.statistics.OctaveHistogram;
import org.unitscope.statistics.StatisticsAccumulator;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// The bars of a histogram in one format, with the data multiplied by a power of two.
///
/// What cannot be told from the record has the fate [Fate#OTHER].
///
/// @param shift the data is drawn as if it were multiplied by `2^shift`
/// @param bars ascending, those of one bin on top of each other
/// @param bands empty if the format follows more than the largest magnitude
/// @param low left end of the axis, an exponent of two
/// @param high right end of the axis
/// @param predicted whether the statistics are those of the predicted law: expected, not counted
public record HistogramData(
        TensorStatistics statistics,
        TargetFormat target,
        int shift,
        List<Bar> bars,
        Optional<Bands> bands,
        int low,
        int high,
        boolean predicted) {
    /// Octaves kept between the data and an end of the axis, even if the format reaches further.
    private static final int MOST_BEYOND = 26;

    private static final int PADDING = 2;

    /// The magnitudes from `2^octave * (1 + part / parts)` to the next such number.
    ///
    /// @param parts bars in an octave
    /// @param from share of all elements at the lower end of the bar
    /// @param to share of all elements at its upper end
    /// @param count elements in it
    public record Bar(
            int octave, int part, int parts, Fate fate, double from, double to, long count) {
        /// Where the bar begins, as the exponent of a power of two.
        public double left() {
            return octave + Scales.log2(1 + (double) part / parts);
        }

        /// Where its lower end is drawn: eighths of an octave are wider near its lower end, so that
        /// bars show shares per width, an even law in even bars.
        double bottom() {
            return from / (parts * (right() - left()));
        }

        /// Where its upper end is drawn.
        double top() {
            return to / (parts * (right() - left()));
        }

        /// Where it ends.
        public double right() {
            return octave + Scales.log2(1 + (double) (part + 1) / parts);
        }
    }

    /// The bars of a tensor in a format.
    public static HistogramData of(TensorStatistics statistics, TargetFormat target) {
        return of(statistics, target, 0, BinWidth.OCTAVE);
    }

    /// The bars of a tensor times `2^shift` in a format.
    ///
    /// @param width octaves where the record knows no less
    public static HistogramData of(
            TensorStatistics statistics, TargetFormat target, int shift, BinWidth width) {
        OctaveHistogram histogram = statistics.histogram();
        BinWidth known = statistics.fine().isCoarse() ? BinWidth.OCTAVE : width;
        Optional<Bands> bands = Bands.of(target, Math.scalb(statistics.amax(), shift));
        int flush = bands.map(Bands::lowest).orElse(0);
        int overflow = bands.map(Bands::highest).orElse(0);
        boolean empty = histogram.nonzeroFinite() == 0;
        int least =
                empty
                        ? Math.max(flush, -MOST_BEYOND / 2)
                        : histogram.lowestOctave().orElse(0) + shift;
        int most =
                empty
                        ? Math.min(overflow, MOST_BEYOND / 2)
                        : histogram.highestOctave().orElse(0) + shift + 1;
        boolean bounded = bands.isPresent();
        return new HistogramData(
                statistics,
                target,
                shift,
                FateBars.of(statistics, target, shift, known),
                bands,
                Math.max((bounded ? Math.min(least, flush) : least) - PADDING, least - MOST_BEYOND),
                Math.min((bounded ? Math.max(most, overflow) : most) + PADDING, most + MOST_BEYOND),
                false);
    }

    /// The same bars, said to be of the predicted law.
    HistogramData ofLaw() {
        return new HistogramData(statistics, target, shift, bars, bands, low, high, true);
    }

    /// The same bars on another axis.
    HistogramData on(int lowest, int highest) {
        return new HistogramData(
                statistics, target, shift, bars, bands, lowest, highest, predicted);
    }

    /// The axis and bands of a tensor that was predicted only, by its RMS alone: no bars.
    ///
    /// @param log2 of the predicted RMS times `2^shift`
    static HistogramData ofPrediction(double log2, TargetFormat target, int shift) {
        TensorStatistics nothing = new StatisticsAccumulator(target).finish(VerdictRule.DEFAULT);
        Optional<Bands> bands = Bands.of(target, 0);
        int around = (int) Math.floor(log2);
        int flush = bands.map(Bands::lowest).orElse(around);
        int overflow = bands.map(Bands::highest).orElse(around);
        return new HistogramData(
                nothing,
                target,
                shift,
                List.of(),
                bands,
                Math.max(Math.min(around, flush) - PADDING, around - MOST_BEYOND),
                Math.min(Math.max(around, overflow) + PADDING, around + MOST_BEYOND),
                true);
    }

    /// Whether there are values to count, or only bands.
    public boolean isCounted() {
        return statistics.count() > 0;
    }

    /// The largest height that any bar or gutter reaches.
    public double highestShare() {
        double most = bars.stream().mapToDouble(Bar::top).max().orElse(0);
        OctaveHistogram histogram = statistics.histogram();
        long aside = Math.max(histogram.zeros(), Math.max(histogram.infinite(), histogram.nan()));
        return histogram.count() == 0 ? 0 : Math.max(most, (double) aside / histogram.count());
    }
}
