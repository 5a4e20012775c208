package org.unitscope.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.unitscope.analysis.ErrorSplit;
import org.unitscope.analysis.Explanation;
import org.unitscope.analysis.Explanation.Step;
import org.unitscope.analysis.Warning;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.Term;
import org.unitscope.run.Scales;

/// An explanation as plain text: for a terminal, and to be pasted elsewhere.
public final class ExplanationText {
    private static final int WIDTH = 110;

    private ExplanationText() {}

    /// All of it, line by line.
    public static List<String> of(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        double rms = explanation.predicted().rms();
        lines.add(
                "%s: predicted RMS %s%s, mean square %s"
                        .formatted(
                                explanation.key(),
                                number(rms),
                                rms > 0 ? " = 2^" + octaves(Scales.log2(rms), false) : "",
                                number(explanation.predicted().secondMoment())));
        explanation.error().ifPresent(error -> lines.add(error(error)));
        lines.add("");
        addDerivation(lines, explanation.derivation());
        for (Explanation.UseDerivation use : explanation.uses()) {
            lines.add("");
            lines.add("by " + use.node() + " (" + use.operator() + ")");
            addDerivation(lines, use.derivation());
        }
        addPath(lines, explanation);
        addWarnings(lines, explanation.warnings());
        return lines;
    }

    /// `sampled 0.51: +2.0 % of the prediction, of which ...`.
    private static String error(ErrorSplit error) {
        return "sampled RMS %s: %s from the prediction; this rule's own error %s, inherited %s"
                .formatted(
                        number(error.sampled()),
                        percent(error.wholeError()),
                        percent(error.localError()),
                        percent(error.inheritedError()));
    }

    private static void addDerivation(List<String> lines, Derivation derivation) {
        lines.add(derivation.rule() + ":  " + derivation.formula());
        List<String> products = derivation.terms().stream().map(ExplanationText::product).toList();
        int labels = width(derivation.terms().stream().map(Term::label).toList());
        int widest = width(products);
        for (int i = 0; i < products.size(); i++) {
            Term term = derivation.terms().get(i);
            lines.add(
                    "  %s  %s  = %-10s %s"
                            .formatted(
                                    padded(term.label(), labels),
                                    padded(products.get(i), widest),
                                    number(term.value()),
                                    share(derivation, term))
                            .stripTrailing());
        }
        if (products.size() > 1) {
            lines.add(
                    "  %s  %s  = %s"
                            .formatted(
                                    padded("sum", labels),
                                    " ".repeat(widest),
                                    number(derivation.total())));
        }
        lines.addAll(legend(derivation));
    }

    private static int width(List<String> texts) {
        return texts.stream()
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }

    private static String share(Derivation derivation, Term term) {
        return derivation.terms().size() == 1
                ? ""
                : String.format(Locale.ROOT, "%.1f %%", 100 * derivation.share(term));
    }

    /// `n 1024 · E w² 0.00195 · E x² 1`.
    public static String product(Term term) {
        return term.factors().stream()
                .map(factor -> factor.symbol() + " " + number(factor.value()))
                .collect(Collectors.joining(" · "));
    }

    private static List<String> legend(Derivation derivation) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (Term term : derivation.terms()) {
            for (Quantity factor : term.factors()) {
                meanings.putIfAbsent(factor.symbol(), factor.meaning());
            }
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  where");
        for (Map.Entry<String, String> entry : meanings.entrySet()) {
            String text = " " + entry.getKey() + " = " + entry.getValue() + ";";
            if (line.length() + text.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("       ");
            }
            line.append(text);
        }
        lines.add(line.substring(0, line.length() - 1));
        return lines;
    }

    private static void addPath(List<String> lines, Explanation explanation) {
        List<PathSection> sections = PathSection.of(explanation.path());
        if (sections.size() < 2) {
            return;
        }
        lines.add("");
        lines.add("from the source, along what counts most (octaves of RMS):");
        for (int i = 0; i < sections.size(); i++) {
            PathSection section = sections.get(i);
            lines.add(
                    "  %8s  %-10s %s  %s"
                            .formatted(
                                    i == 0 ? "" : octaves(section.octaves(), true),
                                    number(section.last().rms()),
                                    title(section),
                                    rule(section)));
        }
        lines.add("  %8s  over all".formatted(octaves(explanation.octaves(), true)));
    }

    private static String title(PathSection section) {
        return section.isFolded()
                ? section.title()
                : section.title() + " " + section.last().key().role().symbol();
    }

    /// What a section does, in a few words.
    public static String rule(PathSection section) {
        if (section.isFolded()) {
            return "(%d blocks like the one before, %s octaves each)"
                    .formatted(
                            section.blocks(), octaves(section.octaves() / section.blocks(), true));
        }
        Step step = section.last();
        String by = step.node().equals(step.key().tensor().node()) ? "" : " by " + step.node();
        String share =
                step.share() < 0.9995
                        ? String.format(Locale.ROOT, ", %.0f %% came this way", 100 * step.share())
                        : "";
        return "(" + step.operator() + by + share + ")";
    }

    private static void addWarnings(List<String> lines, List<Warning> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("assumptions that do not hold, the nearest first:");
        warnings.forEach(warning -> lines.add("  ! " + warning(warning)));
    }

    /// `narrow rows, at x A and 3 more: ...`.
    public static String warning(Warning warning) {
        int more = warning.places() - 1;
        String others = more > 0 ? " and " + more + " more on the way" : "";
        return "%s, at %s%s: %s"
                .formatted(
                        warning.assumption().breach(), warning.where(), others, warning.sentence());
    }

    /// Four significant digits, whole numbers in full.
    public static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return Long.toString((long) value);
        }
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.replaceFirst("e([+-])0*(\\d)", "e$1$2").replace("e+", "e");
    }

    private static String octaves(double value, boolean signed) {
        String text = String.format(Locale.ROOT, signed ? "%+.2f" : "%.2f", value);
        return text.matches("[-+]0\\.00") ? text.substring(1) : text;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
    }
}
