package org.unitscope.app.histogram;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.run.Scales;
import org.unitscope.statistics.ElementLaw;

/// The predicted law of a tensor as the outline of a histogram: the share of elements per octave,
/// in steps as wide as the bars.
///
/// @param steps ascending, without gaps
public record LawOutline(List<Step> steps) {
    /// A step of the outline.
    ///
    /// @param left exponent of the power of two where it begins
    /// @param right where it ends
    /// @param height expected share of elements, per octave
    public record Step(double left, double right, double height) {}

    /// Copies the list.
    public LawOutline {
        steps = List.copyOf(steps);
    }

    /// The outline of a law times `2^shift` between two exponents.
    public static LawOutline of(ElementLaw law, int shift, int low, int high, BinWidth width) {
        int parts = width == BinWidth.OCTAVE ? 1 : 8;
        List<Step> steps = new ArrayList<>();
        for (int octave = low; octave < high; octave++) {
            for (int part = 0; part < parts; part++) {
                double from = Math.scalb(1 + (double) part / parts, octave - shift);
                double to = Math.scalb(1 + (part + 1.0) / parts, octave - shift);
                double left = octave + Scales.log2(1 + (double) part / parts);
                double right = octave + Scales.log2(1 + (part + 1.0) / parts);
                double share = Math.max(0, law.shareBelow(to) - law.shareBelow(from));
                steps.add(new Step(left, right, share / (parts * (right - left))));
            }
        }
        return new LawOutline(steps);
    }

    /// The highest step.
    public double highest() {
        return steps.stream().mapToDouble(Step::height).max().orElse(0);
    }
}
