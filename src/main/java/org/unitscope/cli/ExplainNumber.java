package org.unitscope.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.unitscope.format.Conversion;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.Quantizer;
import org.unitscope.format.RoundingExplanation;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.random.RandomStream;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `formats explain`: why a number becomes what it becomes.
@Command(
        name = "explain",
        description = "Explain how one number is rounded: neighbors, tie, rule, code.",
        mixinStandardHelpOptions = true)
final class ExplainNumber implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "The format.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description = "A number: decimal, 8 hex digits of a float32, inf or nan.")
    private String value = "";

    @Mixin private ConversionOptions options = new ConversionOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Seed of the random bits of stochastic rounding. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    ExplainNumber(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        ScalarFormat format = FormatsCommand.require(name);
        if (format.scaling() != Scaling.NONE) {
            throw new WorkbenchException(
                    List.of(
                            new Problem(
                                    "NAME",
                                    "'%s' takes its scale from the data; use formats quantize with --scale"
                                            .formatted(name))));
        }
        Conversion conversion = options.of(format);
        float x = parsed();
        int bits = conversion.rounding().randomBits();
        long random = RandomStream.of(seed, "formats", "explain").bits(0);
        int r = bits == 0 ? 0 : (int) (random >>> (64 - bits));
        RoundingExplanation explanation =
                RoundingExplanation.of(Quantizer.of(format, conversion), x, r);
        console.out().println(format.displayName());
        if (Float.isInfinite(x) && value.matches(".*\\d.*") && !FloatText.isHex(value.strip())) {
            console.out()
                    .printf(
                            "  %s is beyond the float32 range and read as %s.%n",
                            value, FloatText.of(x));
        }
        explanation.steps().forEach(step -> console.out().println("  " + step));
        FormatCodes codes = FormatCodes.of(format);
        String code =
                explanation.code().isPresent()
                        ? "code "
                                + codes.hex(explanation.code().getAsInt())
                                + " ("
                                + codes.binary(explanation.code().getAsInt())
                                + ")"
                        : "no code: the format has no NaN";
        console.out()
                .printf(
                        "  Result: %s, %s.%n",
                        RoundingExplanation.number(explanation.result()), code);
        return ExitCode.OK;
    }

    private float parsed() throws WorkbenchException {
        try {
            return FloatText.parse(value);
        } catch (NumberFormatException wrong) {
            throw new WorkbenchException(
                    List.of(
                            new Problem(
                                    "VALUE",
                                    "'%s' is no number; give a decimal, 8 hex digits, inf or nan"
                                            .formatted(value))));
        }
    }
}
