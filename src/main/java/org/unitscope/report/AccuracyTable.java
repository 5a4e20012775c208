package org.unitscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.unitscope.compare.ModelAccuracy;
import org.unitscope.compare.RoleAccuracy;
import org.unitscope.compare.RoleAccuracy.Rules;
import org.unitscope.compare.Spread;
import org.unitscope.compare.TensorAccuracy;

/// The cells of the accuracy table, for a terminal and for Markdown alike: a row per model and
/// role, and behind several models the same over all of their tensors.
public final class AccuracyTable {
    /// Heads of the columns.
    public static final List<String> COLUMNS =
            List.of(
                    "model",
                    "role",
                    "tensors",
                    "s.e.",
                    "s.e. p95",
                    "error",
                    "p95",
                    "max",
                    "TV",
                    "p95",
                    "max",
                    "flushed",
                    "scatter");

    /// How many of the columns are words.
    public static final int WORDS = 2;

    /// How many of the columns there are for the independence rules.
    private static final int COMPARED = 12;

    private AccuracyTable() {}

    /// The rows of the prediction.
    public static List<List<String>> prediction(List<ModelAccuracy> models) {
        return rows(models, RoleAccuracy::predicted, true);
    }

    /// The rows of the independence rules: the same, without the last column.
    public static List<List<String>> independence(List<ModelAccuracy> models) {
        return rows(models, RoleAccuracy::independent, false);
    }

    /// Heads of the columns of [#independence].
    public static List<String> independenceColumns() {
        return COLUMNS.subList(0, COMPARED);
    }

    private static List<List<String>> rows(
            List<ModelAccuracy> models, Function<RoleAccuracy, Rules> rules, boolean withScatter) {
        List<List<String>> rows = new ArrayList<>();
        List<TensorAccuracy> all = new ArrayList<>();
        for (ModelAccuracy model : models) {
            model.roles().forEach(role -> rows.add(row(model.name(), role, rules, withScatter)));
            all.addAll(model.tensors());
        }
        if (models.size() > 1) {
            RoleAccuracy.each(all).forEach(role -> rows.add(row("all", role, rules, withScatter)));
        }
        return rows;
    }

    private static List<String> row(
            String name,
            RoleAccuracy role,
            Function<RoleAccuracy, Rules> rules,
            boolean withScatter) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        cells.add(role.role().symbol());
        cells.add(Integer.toString(role.tensors()));
        cells.add(percent(role.standardError().median()));
        cells.add(percent(role.standardError().p95()));
        Rules compared = rules.apply(role);
        Spread error = compared.error();
        Spread variation = compared.totalVariation();
        cells.addAll(List.of(percent(error.median()), percent(error.p95()), percent(error.max())));
        cells.addAll(
                List.of(share(variation.median()), share(variation.p95()), share(variation.max())));
        cells.add(
                compared.flushedCompared() == 0
                        ? "–"
                        : Html.fill("%.0f %%", 100 * compared.flushedShare()));
        if (withScatter) {
            double ratio = role.scatterRatio();
            cells.add(Double.isNaN(ratio) ? "–" : Html.fill("%.2f", ratio));
        }
        return cells;
    }

    /// A share as a percentage of two or three digits.
    public static String percent(double share) {
        if (Double.isNaN(share) || Double.isInfinite(share)) {
            return Double.isNaN(share) ? "–" : "∞";
        }
        double percent = 100 * share;
        String form =
                Math.abs(percent) < 9.995
                        ? "%.2f %%"
                        : Math.abs(percent) < 999.5 ? "%.0f %%" : "%.1e %%";
        return Html.fill(form, percent);
    }

    /// The same with a sign.
    public static String signedPercent(double share) {
        return (share > 0 ? "+" : "") + percent(share);
    }

    /// A total variation.
    public static String share(double share) {
        return Html.fill(share < 0.01 ? "%.4f" : "%.3f", share);
    }
}
