package org.unitscope.app.derive;

import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.unitscope.factors.DerivedFactors;
import org.unitscope.factors.SampledMoments;
import org.unitscope.factors.SampledMoments.Sampled;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.transform.unitscaling.Constraint;

/// Factors and moments with their errors, and beside each moment the sampled one.
final class FactorGrid extends GridPane {
    private static final int COLUMNS = 4;

    private int row;

    FactorGrid() {
        getStyleClass().add("factor-grid");
        setHgap(10);
        setVgap(3);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setHalignment(HPos.RIGHT);
        numbers.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints errors = new ColumnConstraints();
        errors.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints checks = new ColumnConstraints();
        checks.setHgrow(Priority.ALWAYS);
        getColumnConstraints().setAll(names, numbers, errors, checks);
    }

    void show(DerivedFactors factors, SampledMoments sampled) {
        getChildren().clear();
        row = 0;
        GaussianFactors ideal = factors.ideal();
        heading("Factors for x ~ N(0, 1)");
        factor("forward", "forward: 1 / std f", ideal.forward());
        factor("backward", "backward: 1 / rms f'", ideal.backward());
        factor("forward-rms", "forward by RMS: 1 / rms f", ideal.forwardRms());
        heading("One factor for both passes");
        factors.tied()
                .forEach((constraint, value) ->
                        factor(constraint.word(), title(constraint), shortly(value)));
        heading("Moments, and %,d samples".formatted(sampled.count()));
        moment("mean of f", ideal.mean(), sampled.mean());
        moment("std of f", ideal.deviation(), sampled.deviation());
        moment("RMS of f", ideal.rms(), sampled.rms());
        moment("RMS of f'", ideal.slopeRms(), sampled.slopeRms());
    }

    private static String title(Constraint constraint) {
        return "%s (%s)".formatted(constraint.title(), constraint.word());
    }

    /// A reason is said once, at the factor that is missing.
    private static Estimate shortly(Estimate tied) {
        return tied instanceof Estimate.Refused ? new Estimate.Refused("") : tied;
    }

    private void heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add("factor-heading");
        add(heading, 0, row++, COLUMNS, 1);
    }

    private void factor(String id, String text, Estimate estimate) {
        add(label(text, "card-name"), 0, row);
        Node number = number(estimate);
        number.setId("factor-" + id);
        addNumber(number, estimate);
        row++;
    }

    private void moment(String text, Estimate estimate, Sampled sampled) {
        add(label(text, "card-name"), 0, row);
        addNumber(number(estimate), estimate);
        if (estimate instanceof Estimate.Known) {
            Label check =
                    label(
                            String.format(
                                    Locale.ROOT,
                                    "%.5g ± %.1g",
                                    sampled.value(),
                                    sampled.standardError()),
                            "factor-check");
            check.setMinWidth(USE_PREF_SIZE);
            check.setTooltip(new Tooltip("As sampled, ± one standard error"));
            add(check, 3, row);
        }
        row++;
    }

    private void addNumber(Node number, Estimate estimate) {
        if (estimate instanceof Estimate.Known(double value, double error)) {
            add(number, 1, row);
            add(label(String.format(Locale.ROOT, "± %.0e", error), "caption"), 2, row);
        } else {
            add(number, 1, row, COLUMNS - 1, 1);
            setHalignment(number, HPos.LEFT);
        }
    }

    private static Label number(Estimate estimate) {
        return switch (estimate) {
            case Estimate.Known(double value, double error) -> {
                boolean zero = Math.abs(value) <= error;
                yield label(
                        zero ? "0" : String.format(Locale.ROOT, "%.10g", value), "factor-number");
            }
            case Estimate.Refused(String reason) -> {
                Label none = label(reason.isEmpty() ? "none" : "none: " + reason, "factor-none");
                none.setWrapText(true);
                yield none;
            }
        };
    }

    private static Label label(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        return label;
    }
}
