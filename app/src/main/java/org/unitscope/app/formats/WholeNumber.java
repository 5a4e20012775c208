package org.unitscope.app.formats;

import javafx.scene.control.Spinner;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Whole numbers as they are typed into a spinner; what is none leaves its value as it was.
final class WholeNumber extends StringConverter<Integer> {
    private final Spinner<Integer> spinner;

    WholeNumber(Spinner<Integer> spinner) {
        this.spinner = spinner;
    }

    @Override
    public String toString(@Nullable Integer number) {
        return number == null ? "" : number.toString();
    }

    @Override
    public Integer fromString(String text) {
        try {
            return Integer.valueOf(text.strip().replace('−', '-'));
        } catch (NumberFormatException notOne) {
            return spinner.getValue();
        }
    }
}
