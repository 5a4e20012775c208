package org.unitscope.app.formats;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.app.text.NumberText;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.ScalarFormat;
import org.unitscope.run.Scales;

/// The values of a format as places on a line from 0 to 1.
///
/// Logarithmic: the positive ones, from the smallest to the largest. Linear: all of them, from the
/// lowest to the largest. Where that would be more marks than can be told apart, powers of two
/// only.
///
/// @param marks ascending
/// @param labels some of them with their value
/// @param thinned whether only powers of two are marked
public record NumberLine(List<Mark> marks, List<Label> labels, boolean thinned) {
    private static final int MOST_BITS = 10;

    /// A value.
    ///
    /// @param power whether its magnitude is a power of two
    public record Mark(double place, boolean subnormal, boolean power) {}

    /// A value that is written.
    public record Label(double place, String text) {}

    /// The line of a format.
    public static NumberLine of(ScalarFormat format, boolean logarithmic) {
        return new Builder(format, logarithmic).build();
    }

    private static final class Builder {
        private final ScalarFormat format;
        private final boolean logarithmic;
        private final double low;
        private final double high;

        Builder(ScalarFormat format, boolean logarithmic) {
            this.format = format;
            this.logarithmic = logarithmic;
            low = logarithmic ? Scales.log2(format.minSubnormal()) : format.lowestFinite();
            high = logarithmic ? Scales.log2(format.maxFinite()) : format.maxFinite();
        }

        NumberLine build() {
            boolean thinned = format.bits() > MOST_BITS;
            double[] values = thinned ? powers() : all();
            List<Mark> marks = new ArrayList<>();
            for (double value : values) {
                double size = Math.abs(value);
                marks.add(
                        new Mark(
                                place(value),
                                size > 0 && size < format.minNormal(),
                                size > 0 && Math.scalb(1.0, Math.getExponent(size)) == size));
            }
            return new NumberLine(List.copyOf(marks), labels(), thinned);
        }

        private double place(double value) {
            double at = logarithmic ? Scales.log2(value) : value;
            return high == low ? 0.5 : (at - low) / (high - low);
        }

        private boolean isShown(double value) {
            // A symmetric integer does not use its lowest code.
            boolean used = Double.isFinite(value) && value >= format.lowestFinite();
            return used && (!logarithmic || value > 0);
        }

        private double[] all() {
            FormatCodes codes = FormatCodes.of(format);
            List<Double> values = new ArrayList<>();
            for (int code = 0; code < codes.count(); code++) {
                double value = codes.decode(code);
                if (isShown(value)) {
                    values.add(value);
                }
            }
            return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }

        private double[] powers() {
            List<Double> values = new ArrayList<>();
            int least = Math.getExponent(format.minSubnormal());
            for (int exponent = least; exponent <= format.maxExponent(); exponent++) {
                double value = Math.scalb(1.0, exponent);
                values.add(value);
                if (!logarithmic && format.isSigned()) {
                    values.add(-value);
                }
            }
            return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }

        private List<Label> labels() {
            List<Label> labels = new ArrayList<>();
            if (logarithmic) {
                add(labels, format.minSubnormal());
                if (format.hasSubnormals()) {
                    add(labels, format.minNormal());
                }
                if (format.minNormal() < 1 && format.maxFinite() > 1) {
                    add(labels, 1);
                }
            } else {
                add(labels, format.lowestFinite());
                if (format.lowestFinite() < 0) {
                    add(labels, 0);
                }
            }
            add(labels, format.maxFinite());
            return List.copyOf(labels);
        }

        private void add(List<Label> labels, double value) {
            labels.add(new Label(place(value), text(value)));
        }

        private static String text(double value) {
            double size = Math.abs(value);
            int exponent = size == 0 ? 0 : Math.getExponent(size);
            if (size == Math.rint(size) && size < 16) {
                return (value < 0 ? "−" : "") + (long) size;
            }
            boolean power = Math.scalb(1.0, exponent) == size;
            return power && (exponent > 3 || exponent < 0)
                    ? (value < 0 ? "−" : "") + NumberText.powerOfTwo(exponent)
                    : NumberText.number(value);
        }
    }
}
