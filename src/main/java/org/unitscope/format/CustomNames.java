package org.unitscope.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names that spell out a format: `s1e4m3b11_fn` has a sign bit, 4 exponent and 3 mantissa bits,
/// bias 11 and one NaN at all ones.
///
/// `s0` or `s1`, `e` 1 to 8, `m` 0 to 23, `b` the bias (`bm2` is -2), then the specials as
/// [SpecialValues#suffix]: none means that all codes are finite, as in FFP8 (arXiv 2104.07329).
/// `_nozero` reads exponent field 0 as normal numbers, as E8M0 does. The prefix `ffp8_` is allowed.
public final class CustomNames {
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:ffp8_)?s(\\d)e(\\d{1,2})m(\\d{1,2})b(m|_)?(\\d{1,4})(?:_(ieee|fn|fnuz|p3109|finite))?(_nozero)?");

    private CustomNames() {}

    /// The format that a name spells out; empty if it is not of this kind.
    ///
    /// @throws IllegalArgumentException if it is, and there can be no such format
    static Optional<ScalarFormat> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (!matcher.group(1).matches("[01]")) {
            throw new IllegalArgumentException(
                    "Format '%s': needs s0 (no sign) or s1 (a sign bit), got s%s."
                            .formatted(name, matcher.group(1)));
        }
        int bias = Integer.parseInt(matcher.group(5));
        SpecialValues specials =
                matcher.group(6) == null
                        ? SpecialValues.NONE
                        : SpecialValues.ofSuffix(matcher.group(6));
        return Optional.of(
                format(
                        matcher.group(1).equals("1"),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        matcher.group(4) == null ? bias : -bias,
                        specials,
                        matcher.group(7) == null));
    }

    /// The format with these parameters, under the name that spells them out.
    ///
    /// @throws IllegalArgumentException with the reason if there can be no such format
    public static ScalarFormat format(
            boolean signed,
            int exponentBits,
            int mantissaBits,
            int bias,
            SpecialValues specials,
            boolean hasZero) {
        String fields =
                "s%de%dm%db%s"
                        .formatted(
                                signed ? 1 : 0,
                                exponentBits,
                                mantissaBits,
                                bias < 0 ? "m" + -bias : "" + bias);
        String suffix = specials == SpecialValues.NONE ? "" : "_" + specials.suffix();
        String name = fields + suffix + (hasZero ? "" : "_nozero");
        return new ScalarFormat(
                name,
                "custom " + name,
                signed ? Signedness.SIGN_BIT : Signedness.UNSIGNED,
                exponentBits,
                mantissaBits,
                bias,
                specials,
                hasZero,
                Scaling.NONE);
    }
}
