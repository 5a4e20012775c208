package org.unitscope.app.formats;

import java.util.AbstractList;
import java.util.Locale;
import java.util.RandomAccess;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.FormatFacts;
import org.unitscope.format.ScalarFormat;

/// Every code of a format with what it stands for, worked out when it is looked at.
public final class ValueList extends AbstractList<ValueList.Row> implements RandomAccess {
    /// Wider formats are not listed.
    public static final int MOST_BITS = 16;

    private final FormatCodes codes;

    /// A code.
    ///
    /// @param kind zero, subnormal, normal, infinite or nan
    public record Row(String hex, String binary, String kind, String value) {}

    /// The codes of a format of at most [#MOST_BITS] bits.
    public ValueList(ScalarFormat format) {
        if (format.bits() > MOST_BITS) {
            throw new IllegalArgumentException(
                    "Value list: at most %d bits, got %d".formatted(MOST_BITS, format.bits()));
        }
        codes = FormatCodes.of(format);
    }

    @Override
    public Row get(int code) {
        double value = codes.decode(code);
        return new Row(
                codes.hex(code),
                codes.binary(code),
                codes.kind(code).name().toLowerCase(Locale.ROOT),
                FormatFacts.exactly(value));
    }

    @Override
    public int size() {
        return (int) codes.count();
    }
}
