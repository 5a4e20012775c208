package org.unitscope.app.formats;

import java.util.Optional;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

/// A format of the user's own.
///
/// @param label what the user calls it
/// @param format under the name that spells it out, `s1e4m3b11_fn`
public record CustomFormat(String label, ScalarFormat format) {
    /// Label, largest value and bias, as presets have them.
    public String displayName() {
        return label + format.displayName().substring(format.title().length());
    }

    /// One line for the settings: name, space, label.
    String line() {
        return format.name() + " " + label;
    }

    /// Reads such a line; empty if it is damaged.
    static Optional<CustomFormat> parse(String line) {
        String[] parts = line.strip().split(" ", 2);
        try {
            ScalarFormat format = Formats.require(parts[0]);
            String label = parts.length == 1 ? format.name() : parts[1];
            return Optional.of(new CustomFormat(label, format));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
