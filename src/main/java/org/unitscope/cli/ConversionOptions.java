package org.unitscope.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unitscope.format.Conversion;
import org.unitscope.format.Overflow;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Subnormals;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Option;

/// How numbers are converted to a format; what is not given is as usual for the format.
final class ConversionOptions {
    @Option(
            names = "--rounding",
            paramLabel = "MODE",
            description = {
                "rne (nearest, ties to even), rna (ties away), rnz (ties toward zero), rtz, up, down,",
                "odd, or sr-a:N, sr-b:N, sr-c:N (stochastic, N random bits, P3109 definitions)."
            })
    private @Nullable String rounding;

    @Option(
            names = "--overflow",
            paramLabel = "RULE",
            description = {
                "saturate, nonsaturate (OCP); sat-finite, sat-propagate, sat-none (P3109); or what",
                "pytorch, pytorch-2.11, onnx, te, ml_dtypes do."
            })
    private @Nullable String overflow;

    @Option(
            names = "--subnormals",
            paramLabel = "RULE",
            description = "keep, flush-results, flush-inputs or flush-both.")
    private @Nullable String subnormals;

    /// The usual conversion of the format with what was given.
    ///
    /// @throws WorkbenchException if a word is not known
    Conversion of(ScalarFormat format) throws WorkbenchException {
        Conversion conversion = Conversion.usual(format);
        conversion = rounding == null ? conversion : conversion.with(parsedRounding(rounding));
        conversion = overflow == null ? conversion : conversion.with(parsedOverflow(overflow));
        return subnormals == null ? conversion : conversion.with(parsedSubnormals(subnormals));
    }

    private static RoundingMode parsedRounding(String text) throws WorkbenchException {
        try {
            return RoundingMode.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw wrong("--rounding", unknown);
        }
    }

    private static Overflow parsedOverflow(String text) throws WorkbenchException {
        try {
            return Overflow.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw wrong("--overflow", unknown);
        }
    }

    private static Subnormals parsedSubnormals(String text) throws WorkbenchException {
        try {
            return Subnormals.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw wrong("--subnormals", unknown);
        }
    }

    static WorkbenchException wrong(String option, IllegalArgumentException cause) {
        return new WorkbenchException(
                List.of(new Problem(option, String.valueOf(cause.getMessage()))));
    }

    /// The settings that were given, as a precision recipe writes them behind its base: `@sr-a:8`.
    ///
    /// @throws WorkbenchException if a word is not known
    String recipeSuffix() throws WorkbenchException {
        StringBuilder suffix = new StringBuilder();
        if (rounding != null) {
            suffix.append('@').append(parsedRounding(rounding));
        }
        if (overflow != null) {
            suffix.append('@').append(parsedOverflow(overflow).word());
        }
        if (subnormals != null) {
            suffix.append('@').append(parsedSubnormals(subnormals).word());
        }
        return suffix.toString();
    }
}
