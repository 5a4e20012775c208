package org.unitscope.app.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.unitscope.app.text.NumberText;
import org.unitscope.run.Scales;
import org.unitscope.sweep.ScaleLaw;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepPoint;
import org.unitscope.sweep.SweepRange;

/// Scale laws in words.
final class LawText {
    /// From here on a law is said not to be a power: a tenth of an octave is 7 %.
    private static final double OFF = 0.1;

    private static final int MOST_LISTED = 6;

    private LawText() {}

    /// `+0.500`, `zero` for an all-zero tensor, a dash where there is no exponent.
    static String exponent(ScaleLaw law) {
        return law.fit()
                .map(fit -> NumberText.signed(fit.exponent(), 3))
                .orElseGet(() ->
                        law.withoutFit().startsWith("zero at every")
                                ? "zero"
                                : NumberText.NOT_COMPUTED);
    }

    static String upperExponent(ScaleLaw law) {
        return law.fit()
                .map(fit -> NumberText.signed(fit.upperExponent(), 3))
                .orElse(NumberText.NOT_COMPUTED);
    }

    static String deviation(ScaleLaw law) {
        return law.fit()
                .map(fit -> NumberText.signed(fit.deviation(), 3).replace("+", ""))
                .orElse(NumberText.NOT_COMPUTED);
    }

    /// `∝ width^+0.500`; `zero at every point`.
    static String relation(ScaleLaw law, String size) {
        return law.fit()
                .map(fit -> "∝ " + size + "^" + NumberText.signed(fit.exponent(), 3))
                .orElseGet(law::withoutFit);
    }

    /// What is said of a law that is no power; empty for others.
    static String warning(ScaleLaw law) {
        return law.fit()
                .filter(fit -> fit.deviation() >= OFF)
                .map(fit ->
                        "off by "
                                + NumberText.signed(fit.deviation(), 2).replace("+", "")
                                + " octaves")
                .orElse("");
    }

    /// One point with the fit.
    static String point(ScaleLaw law, ScaleLaw.Point point, String size) {
        String fitted =
                law.fit()
                        .map(fit ->
                                ", off the fit by %s octaves"
                                        .formatted(
                                                NumberText.signed(
                                                        Scales.log2(point.rms())
                                                                - fit.log2At(point.size()),
                                                        3)))
                        .orElse("");
        return "%s %s at %s=%s: RMS %s%s"
                .formatted(
                        law.path(),
                        law.key().role().symbol(),
                        size,
                        SweepRange.plain(point.size()),
                        NumberText.scale(point.rms()),
                        fitted);
    }

    /// `5 points: 96, 192, 384, 768, 1536`.
    static String points(SweepRange range) {
        return range.values().size() + " points: " + values(range.values());
    }

    private static String values(List<Double> values) {
        List<String> words = values.stream().map(SweepRange::plain).toList();
        return words.size() <= MOST_LISTED
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, 3)) + " … " + words.getLast();
    }

    /// What was computed, in a line.
    static String summary(ScaleLaws laws) {
        return "%s · %s laws over %s=%s · %s"
                .formatted(
                        laws.model(),
                        NumberText.count(laws.laws().size()),
                        laws.range().name(),
                        values(laws.predicted().stream().map(SweepPoint::size).toList()),
                        sizes(laws.fixedSizes()));
    }

    static String sizes(Map<String, Double> sizes) {
        return sizes.entrySet().stream()
                .map(size -> size.getKey() + "=" + SweepRange.plain(size.getValue()))
                .collect(Collectors.joining(" "));
    }

    /// What somebody should know who reads the laws, a line each; empty if all went well.
    static List<String> notes(ScaleLaws laws, String openedSha256) {
        List<String> notes = new ArrayList<>();
        if (laws.isPartial()) {
            notes.add(
                    "Cancelled after %d of %d points: the laws are of these."
                            .formatted(laws.points().size(), laws.range().values().size()));
        }
        laws.skippedInWords().forEach(line -> notes.add("S" + line.substring(1)));
        if (laws.notPredicted() > 0) {
            notes.add(
                    NumberText.count(laws.notPredicted())
                            + " tensors have no prediction, so no law.");
        }
        if (!laws.sha256().equals(openedSha256)) {
            notes.add("The file has changed since it was opened: the laws are of the new one.");
        }
        return notes;
    }
}
