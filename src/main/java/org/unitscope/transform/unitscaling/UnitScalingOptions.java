package org.unitscope.transform.unitscaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a graph is to be unit-scaled.
///
/// @param powersOfTwo whether every factor is rounded to the nearest power of two (in octaves),
///   which multiplies without rounding
/// @param overrides factors given by hand, by path: of the result (`path`) or of the gradient of an
///   input (`path/input`)
public record UnitScalingOptions(
        Preset preset,
        Constraint constraint,
        ResidualWeights residual,
        boolean powersOfTwo,
        Map<String, Double> overrides) {
    /// A sorted copy.
    public UnitScalingOptions {
        overrides = java.util.Collections.unmodifiableMap(new TreeMap<>(overrides));
    }

    /// A preset as it is.
    public static UnitScalingOptions of(Preset preset) {
        return new UnitScalingOptions(
                preset, preset.constraint(), preset.residual(), false, Map.of());
    }

    /// The same with another constraint.
    public UnitScalingOptions with(Constraint other) {
        return new UnitScalingOptions(preset, other, residual, powersOfTwo, overrides);
    }

    /// The same with other residual weights.
    public UnitScalingOptions with(ResidualWeights other) {
        return new UnitScalingOptions(preset, constraint, other, powersOfTwo, overrides);
    }

    /// The same with factors rounded to powers of two.
    public UnitScalingOptions roundedToPowersOfTwo() {
        return new UnitScalingOptions(preset, constraint, residual, true, overrides);
    }

    /// The same with one more factor given by hand.
    public UnitScalingOptions with(String place, double factor) {
        Map<String, Double> more = new TreeMap<>(overrides);
        more.put(place, factor);
        return new UnitScalingOptions(preset, constraint, residual, powersOfTwo, more);
    }

    /// `PRESET[,constraint=..][,residual=..][,powers-of-two][,PATH[/INPUT]=FACTOR]..`: what differs
    /// from the preset.
    public String text() {
        List<String> parts = new ArrayList<>(List.of(preset.word()));
        if (constraint != preset.constraint()) {
            parts.add("constraint=" + constraint.word());
        }
        if (!residual.equals(preset.residual())) {
            parts.add("residual=" + residual.word());
        }
        if (powersOfTwo) {
            parts.add("powers-of-two");
        }
        overrides.forEach((place, factor) -> parts.add(place + "=" + factor));
        return String.join(",", parts);
    }

    /// Reads [#text].
    ///
    /// @throws IllegalArgumentException with a sentence for people
    public static UnitScalingOptions parse(String text) {
        String[] parts = text.split(",", -1);
        UnitScalingOptions options = of(Preset.of(parts[0].strip()));
        for (int i = 1; i < parts.length; i++) {
            options = options.with(parts[i].strip());
        }
        return options;
    }

    private UnitScalingOptions with(String part) {
        if (part.equals("powers-of-two")) {
            return roundedToPowersOfTwo();
        }
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        return switch (key) {
            case "constraint" -> with(Constraint.of(value));
            case "residual" -> with(ResidualWeights.of(value));
            default -> with(key, factor(part, value));
        };
    }

    private static double factor(String part, String value) {
        try {
            double factor = Double.parseDouble(value);
            if (org.unitscope.graph.Scaling.isFactor(factor)) {
                return factor;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(
                "'%s' is no setting; write constraint=.., residual=.., powers-of-two, or NODE=FACTOR and NODE/INPUT=FACTOR with a positive factor"
                        .formatted(part));
    }
}
