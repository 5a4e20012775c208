package org.unitscope.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unitscope.task.NearestNames;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.Scheme;
import org.unitscope.transform.unitscaling.Constraint;
import org.unitscope.transform.unitscaling.Preset;
import org.unitscope.transform.unitscaling.ResidualWeights;
import org.unitscope.transform.unitscaling.UnitScalingOptions;

/// The scheme that the options of `rewrite` name; what is wrong is said of the option it is in.
final class RewriteScheme {
    private static final String NONE = "none";

    private RewriteScheme() {}

    /// The scheme.
    ///
    /// @param factors `NODE[/INPUT]=F`
    /// @throws WorkbenchException naming the option
    static Scheme of(
            String preset,
            @Nullable String constraint,
            @Nullable String residual,
            boolean powersOfTwo,
            List<String> factors)
            throws WorkbenchException {
        if (preset.equals(NONE)) {
            if (constraint != null || residual != null || powersOfTwo || !factors.isEmpty()) {
                throw new WorkbenchException(
                        "--preset",
                        "none leaves the model as it is; leave out --constraint, --residual,"
                                + " --powers-of-two and --factor, or choose another preset");
            }
            return new Scheme.None();
        }
        UnitScalingOptions options = UnitScalingOptions.of(preset(preset));
        try {
            options = constraint == null ? options : options.with(Constraint.of(constraint));
        } catch (IllegalArgumentException wrong) {
            throw new WorkbenchException("--constraint", String.valueOf(wrong.getMessage()));
        }
        try {
            options = residual == null ? options : options.with(ResidualWeights.of(residual));
        } catch (IllegalArgumentException wrong) {
            throw new WorkbenchException("--residual", String.valueOf(wrong.getMessage()));
        }
        options = powersOfTwo ? options.roundedToPowersOfTwo() : options;
        return new Scheme.Unit(withFactors(options, factors));
    }

    private static Preset preset(String word) throws WorkbenchException {
        List<String> words = new ArrayList<>();
        for (Preset preset : Preset.values()) {
            if (preset.word().equals(word)) {
                return preset;
            }
            words.add(preset.word());
        }
        words.add(NONE);
        List<String> nearest = NearestNames.of(word, words);
        throw new WorkbenchException(
                "--preset",
                "no preset is called '%s'; %s"
                        .formatted(
                                word,
                                nearest.isEmpty()
                                        ? "there are " + String.join(", ", words)
                                        : "did you mean " + String.join(" or ", nearest) + "?"));
    }

    private static UnitScalingOptions withFactors(UnitScalingOptions options, List<String> factors)
            throws WorkbenchException {
        UnitScalingOptions result = options;
        Set<String> places = new HashSet<>();
        for (String text : factors) {
            int equals = text.lastIndexOf('=');
            double factor = equals <= 0 ? Double.NaN : number(text.substring(equals + 1));
            if (!org.unitscope.graph.Scaling.isFactor(factor) || text.contains(",")) {
                throw new WorkbenchException(
                        "--factor",
                        "'%s' is no factor; write NODE=F or NODE/INPUT=F with one number from 1e-30 to 1e30, and --factor again for another"
                                .formatted(text));
            }
            String place = text.substring(0, equals).strip();
            if (!places.add(place)) {
                throw new WorkbenchException(
                        "--factor", "'%s' has two factors; give it one".formatted(place));
            }
            result = result.with(place, factor);
        }
        return result;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
