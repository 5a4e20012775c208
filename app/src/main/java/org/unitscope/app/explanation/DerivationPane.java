package org.unitscope.app.explanation;

import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.unitscope.app.text.NumberText;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.Term;

/// A formula and its terms, each with its factors, value and share of the mean square. What a
/// symbol means is in its tooltip.
final class DerivationPane extends VBox {
    private static final char NO_BREAK = '\u00a0';

    /// @param beside what stands at the end of the first line
    DerivationPane(Derivation derivation, Node... beside) {
        setSpacing(3);
        Label rule = new Label(derivation.rule());
        rule.getStyleClass().add("caption");
        rule.setTooltip(new Tooltip(derivation.rule()));
        HBox head = row(rule, beside);
        head.setAlignment(Pos.CENTER_LEFT);
        Label formula = new Label(derivation.formula());
        formula.getStyleClass().add("formula");
        formula.setWrapText(true);
        formula.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(head, formula, terms(derivation));
    }

    private static Node terms(Derivation derivation) {
        VBox rows = new VBox();
        rows.getStyleClass().add("terms");
        boolean several = derivation.terms().size() > 1;
        for (Term term : derivation.terms()) {
            if (several) {
                rows.getChildren()
                        .add(row(label(term), number(term.value()), share(derivation, term)));
            }
            rows.getChildren().add(factors(term));
        }
        Label sum = new Label("mean square");
        sum.getStyleClass().add("card-name");
        Label value = number(derivation.total());
        value.getStyleClass().add("total");
        Label blank = new Label();
        blank.getStyleClass().add("share");
        rows.getChildren().add(several ? row(sum, value, blank) : row(sum, value));
        return rows;
    }

    private static HBox row(Label first, Node... numbers) {
        first.setMinWidth(0);
        first.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(first, Priority.ALWAYS);
        HBox row = new HBox(6, first);
        row.getChildren().addAll(numbers);
        return row;
    }

    private static Label label(Term term) {
        Label label = new Label(term.label());
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setTooltip(new Tooltip(term.label()));
        return label;
    }

    private static Label share(Derivation derivation, Term term) {
        Label share = new Label(percent(derivation.share(term)));
        share.getStyleClass().add("share");
        return share;
    }

    /// Lines break between factors only.
    private static Label factors(Term term) {
        Label factors =
                new Label(
                        term.factors().stream()
                                .map(factor -> factor.symbol() + " " + shortened(factor))
                                .map(text -> text.replace(' ', NO_BREAK))
                                .collect(Collectors.joining(" ·" + NO_BREAK)));
        String meanings =
                term.factors().stream()
                        .map(factor ->
                                "%s = %s: %s"
                                        .formatted(
                                                factor.symbol(),
                                                shortened(factor),
                                                factor.meaning()))
                        .collect(Collectors.joining("\n"));
        factors.setTooltip(new Tooltip(meanings));
        factors.setAccessibleText(meanings);
        factors.setWrapText(true);
        factors.setMinHeight(USE_PREF_SIZE);
        factors.getStyleClass().add("factors");
        return factors;
    }

    /// Shares of cancelling terms are negative, or above 1.
    private static String percent(double share) {
        return share >= 0 && share <= 1
                ? NumberText.percent(share)
                : NumberText.signed(100 * share, 1) + " %";
    }

    /// Counts in full, as long as they are short.
    private static String shortened(Quantity factor) {
        double x = factor.value();
        boolean isCount = x == Math.rint(x) && Math.abs(x) < 1e6;
        return isCount ? NumberText.count((long) x) : NumberText.number(x);
    }

    private static Label number(double value) {
        Label label = new Label(NumberText.number(value));
        label.getStyleClass().add("number");
        return label;
    }
}
