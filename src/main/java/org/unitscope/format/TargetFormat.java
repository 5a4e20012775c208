package org.unitscope.format;

import java.util.ArrayList;
import java.util.List;

/// A format and how numbers are converted to it: what a tensor is rounded to or judged against.
///
/// Written as the format's name, and behind an `@` each what differs from the usual conversion:
/// `fp8_e5m2@sr-a:8@nonsaturate@flush-results`.
public record TargetFormat(ScalarFormat format, Conversion conversion) {
    /// The format with its usual conversion.
    public static TargetFormat of(ScalarFormat format) {
        return new TargetFormat(format, Conversion.usual(format));
    }

    /// Reads what [#toString] writes, in any order, with any alias of the format.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    public static TargetFormat parse(String text) {
        String[] parts = text.strip().split("@", -1);
        ScalarFormat format = Formats.require(parts[0]);
        Conversion conversion = Conversion.usual(format);
        for (int i = 1; i < parts.length; i++) {
            conversion = conversion.with(parts[i]);
        }
        return new TargetFormat(format, conversion);
    }

    /// Name for people, with the conversion where it is not the usual one.
    public String displayName() {
        boolean usual = conversion.equals(Conversion.usual(format));
        return usual ? format.displayName() : format.displayName() + ", " + conversion.title();
    }

    @Override
    public String toString() {
        Conversion usual = Conversion.usual(format);
        List<String> parts = new ArrayList<>(List.of(format.name()));
        if (!conversion.rounding().equals(usual.rounding())) {
            parts.add(conversion.rounding().toString());
        }
        if (conversion.overflow() != usual.overflow()) {
            parts.add(conversion.overflow().word());
        }
        if (conversion.subnormals() != usual.subnormals()) {
            parts.add(conversion.subnormals().word());
        }
        return String.join("@", parts);
    }
}
