package org.unitscope.report.page;

import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.report.Html;
import org.unitscope.statistics.Verdict;

/// Small pieces of text and markup that several sections share.
final class Words {
    private Words() {}

    /// A share, or a dash.
    static String percent(OptionalDouble share) {
        return share.isPresent() ? Html.percent(share.getAsDouble()) : "–";
    }

    /// Octaves with sign and two decimals; a dash where there is no number.
    static String octaves(OptionalDouble value) {
        if (value.isEmpty()) {
            return "–";
        }
        String text = Html.fill("%+.2f", value.getAsDouble()).replace('-', '−');
        return text.equals("−0.00") ? "+0.00" : text;
    }

    /// Markup of a verdict: the word, in its color where it is bad.
    static String verdict(Optional<Verdict> verdict) {
        return verdict.map(Words::verdict).orElse("–");
    }

    private static String verdict(Verdict verdict) {
        String label = verdict.label();
        return verdict == Verdict.REPRESENTABLE
                ? label
                : "<span class=\"" + label.replace(" ", "") + "\">" + label + "</span>";
    }

    /// `×12` where there are several.
    static String times(int count) {
        return count == 1 ? "" : " ×" + count;
    }
}
