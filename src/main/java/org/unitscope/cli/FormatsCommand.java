package org.unitscope.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.format.Conversion;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.FormatFacts;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `formats`: the table of formats, or everything about one.
@Command(
        name = "formats",
        description = "List the number formats, or show all that follows from one.",
        footer = {
            "",
            "NAME is a name or an alias of the list, or spells out a custom format:",
            "s1e4m3b11 has a sign, 4 exponent and 3 mantissa bits and bias 11 (bm2 is bias -2), all",
            "codes finite; _ieee, _fn, _fnuz or _p3109 behind it choose the special values.",
            "Examples: unitscope formats e4m3",
            "          unitscope formats explain e4m3 464",
            "          unitscope formats quantize e5m2 --rounding sr-a:8 --seed 3 < values.txt"
        },
        mixinStandardHelpOptions = true)
final class FormatsCommand implements Callable<Integer> {
    private static final int WIDEST_LISTED = 8;

    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The format to show.")
    private @Nullable String name;

    FormatsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException {
        if (name == null) {
            printTable(console.out());
        } else {
            printFormat(console.out(), require(name));
        }
        return ExitCode.OK;
    }

    /// The format of that name.
    ///
    /// @throws WorkbenchException if there is none
    static ScalarFormat require(String name) throws WorkbenchException {
        try {
            return Formats.require(name);
        } catch (IllegalArgumentException unknown) {
            throw ConversionOptions.wrong("NAME", unknown);
        }
    }

    private static void printTable(PrintStream out) {
        for (Formats.Group group : Formats.grouped()) {
            out.println(group.title());
            for (ScalarFormat format : group.formats()) {
                out.printf("  %-28s %s%n", format.name(), format.displayName());
            }
        }
        out.println("Custom formats are spelled out, for example s1e4m3b11_fn.");
    }

    private static void printFormat(PrintStream out, ScalarFormat format) {
        out.println(format.displayName());
        for (FormatFacts.Fact fact : FormatFacts.of(format)) {
            out.printf("  %-20s %s%n", fact.name(), fact.text());
        }
        out.printf("  %-20s %s%n", "usual conversion", Conversion.usual(format).title());
        List<String> aliases = Formats.aliases(format);
        if (!aliases.isEmpty()) {
            out.printf("  %-20s %s%n", "also called", String.join(", ", aliases));
        }
        if (format.bits() <= WIDEST_LISTED) {
            printCodes(out, format);
        }
    }

    private static void printCodes(PrintStream out, ScalarFormat format) {
        FormatCodes codes = FormatCodes.of(format);
        out.println(
                "  code  bits      kind       "
                        + (format.scaling() == Scaling.NONE ? "value" : "steps"));
        for (int code = 0; code < codes.count(); code++) {
            out.printf(
                    "  %-5s %-9s %-10s %s%n",
                    codes.hex(code),
                    codes.binary(code),
                    codes.kind(code).title(),
                    FormatFacts.exactly(codes.decode(code)));
        }
    }
}
