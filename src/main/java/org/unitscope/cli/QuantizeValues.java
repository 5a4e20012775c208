package org.unitscope.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unitscope.format.AffineQuantizer;
import org.unitscope.format.Conversion;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.Scaling;
import org.unitscope.kernels.RandomBits;
import org.unitscope.kernels.ScaledRounder;
import org.unitscope.random.RandomStream;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `formats quantize`: rounds numbers from standard input, so that other tools can be checked
/// against this one.
@Command(
        name = "quantize",
        description = {
            "Round float32 numbers from standard input to CSV.",
            "One number a line: decimal, or 8 hex digits of the bits. Columns: input_bits,code,",
            "value_bits,value (hex, lower case). The code of NaN in a format without NaN is empty."
        },
        mixinStandardHelpOptions = true)
final class QuantizeValues implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "The format.")
    private String name = "";

    @Mixin private ConversionOptions options = new ConversionOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Seed of the random bits of stochastic rounding. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--random-bits",
            paramLabel = "FILE",
            description = "Take the random integers R, one a line, from a file instead.")
    private @Nullable Path randomFile;

    @Option(
            names = "--scale",
            paramLabel = "S",
            description = "Scale of an integer format. Default: from the numbers, by its rule.")
    private @Nullable Float scale;

    @Option(
            names = "--zero-point",
            paramLabel = "Z",
            description = "Zero point that goes with --scale. Default: 0.")
    private @Nullable Integer zeroPoint;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "1",
            description = "Per-channel formats: line i belongs to channel i mod N. Default: 1.")
    private int channels = 1;

    QuantizeValues(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws WorkbenchException, IOException {
        ScalarFormat format = FormatsCommand.require(name);
        Conversion conversion = options.of(format);
        if (channels < 1) {
            throw problem("--channels", "must be at least 1, got " + channels);
        }
        refuseWhatDoesNotApply(format, conversion);
        AffineQuantizer given = scale == null ? null : given(format, conversion, scale);
        float[] values = read();
        int bits = conversion.rounding().randomBits();
        RandomBits random = random(bits, values.length);
        try (Writer out =
                new BufferedWriter(
                        new OutputStreamWriter(console.out(), StandardCharsets.US_ASCII),
                        1 << 16)) {
            out.write("input_bits,code,value_bits,value\n");
            if (format.scaling() == Scaling.NONE) {
                writeFixed(out, values, Quantizer.of(format, conversion), random);
            } else {
                writeScaled(out, values, format, conversion, random, given);
            }
        }
        return ExitCode.OK;
    }

    private void refuseWhatDoesNotApply(ScalarFormat format, Conversion conversion)
            throws WorkbenchException {
        boolean scaled = format.scaling() != Scaling.NONE;
        if (!scaled && (scale != null || zeroPoint != null)) {
            throw problem("--scale, --zero-point", "'%s' has no scale".formatted(name));
        }
        if (scale == null && zeroPoint != null) {
            throw problem("--zero-point", "needs --scale; without it both come from the numbers");
        }
        if (channels > 1 && !format.scaling().isPerChannel()) {
            throw problem(
                    "--channels",
                    "'%s' has one scale; use a per-channel format, as int8_per_channel"
                            .formatted(name));
        }
        Conversion usual = Conversion.usual(format).with(conversion.rounding());
        if (scaled && !usual.equals(conversion)) {
            throw problem("--overflow, --subnormals", "integers clamp and have no subnormals");
        }
        if (randomFile != null && !conversion.rounding().isStochastic()) {
            throw problem("--random-bits", "needs a stochastic --rounding, as sr-a:8");
        }
    }

    private void writeFixed(Writer out, float[] values, Quantizer quantizer, RandomBits random)
            throws IOException {
        FormatCodes codes = FormatCodes.of(quantizer.format());
        int bits = quantizer.conversion().rounding().randomBits();
        for (int i = 0; i < values.length; i++) {
            int r = bits == 0 ? 0 : (int) (random.bits(i) >>> (64 - bits));
            float value = quantizer.quantize(values[i], r);
            OptionalInt code = codes.encode(value);
            write(out, values[i], code.isPresent() ? codes.hex(code.getAsInt()) : "", value);
        }
    }

    private void writeScaled(
            Writer out,
            float[] values,
            ScalarFormat format,
            Conversion conversion,
            RandomBits random,
            @Nullable AffineQuantizer given)
            throws IOException {
        FormatCodes codes = FormatCodes.of(format);
        int bits = conversion.rounding().randomBits();
        int mask = (int) (codes.count() - 1);
        ScaledRounder rounder =
                ScaledRounder.calibrated(format, conversion.rounding(), values, channels, random);
        for (int i = 0; i < values.length; i++) {
            int r = bits == 0 ? 0 : (int) (random.bits(i) >>> (64 - bits));
            AffineQuantizer quantizer = given == null ? rounder.quantizer(i) : given;
            boolean nan = Float.isNaN(values[i]);
            String code = nan ? "" : codes.hex(quantizer.code(values[i], r) & mask);
            write(out, values[i], code, quantizer.quantize(values[i], r));
        }
        AffineQuantizer first = given == null ? rounder.quantizer(0) : given;
        console.message(
                "scale %s, zero point %d%s"
                        .formatted(
                                first.scale(),
                                first.zeroPoint(),
                                channels > 1 && given == null ? " (first channel)" : ""));
    }

    private AffineQuantizer given(ScalarFormat format, Conversion conversion, float chosen)
            throws WorkbenchException {
        try {
            int zero = zeroPoint == null ? 0 : zeroPoint;
            return AffineQuantizer.of(format, conversion.rounding(), chosen, zero);
        } catch (IllegalArgumentException wrong) {
            throw problem("--scale, --zero-point", String.valueOf(wrong.getMessage()));
        }
    }

    private static void write(Writer out, float input, String code, float value)
            throws IOException {
        out.write(hex(Float.floatToRawIntBits(input)));
        out.write(',');
        out.write(code);
        out.write(',');
        out.write(hex(Float.floatToIntBits(value)));
        out.write(',');
        out.write(FloatText.of(value));
        out.write('\n');
    }

    private static String hex(int bits) {
        String text = Integer.toHexString(bits);
        return "00000000".substring(text.length()) + text;
    }

    private float[] read() throws IOException, WorkbenchException {
        float[] values = new float[1 << 12];
        int count = 0;
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(console.in(), StandardCharsets.UTF_8), 1 << 16);
        int blank = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            // Blank lines are forgiven at the end only: elsewhere rows would no longer match lines.
            if (line.isBlank()) {
                blank++;
                continue;
            }
            if (blank > 0) {
                throw problem(
                        "standard input, line " + (count + 1), "is blank; give a number a line");
            }
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            try {
                values[count++] = FloatText.parse(line);
            } catch (NumberFormatException wrong) {
                throw problem(
                        "standard input, line " + count,
                        "'%s' is no number; give one decimal or 8 hex digits a line"
                                .formatted(line.strip()));
            }
        }
        return Arrays.copyOf(values, count);
    }

    private RandomBits random(int bits, int count) throws IOException, WorkbenchException {
        if (randomFile == null || bits == 0) {
            return RandomStream.of(seed, "formats", "quantize")::bits;
        }
        long[] given = new long[count];
        try (BufferedReader lines = Files.newBufferedReader(randomFile)) {
            for (int i = 0; i < count; i++) {
                String line = lines.readLine();
                if (line == null) {
                    throw problem(
                            randomFile.toString(),
                            "holds %d random integers for %d numbers".formatted(i, count));
                }
                given[i] = randomInteger(line, bits, i + 1) << (64 - bits);
            }
        } catch (NoSuchFileException missing) {
            throw problem(randomFile.toString(), "does not exist");
        } catch (IOException unreadable) {
            throw problem(
                    randomFile.toString(), "cannot be read as text, one random integer a line");
        }
        return index -> given[(int) index];
    }

    private long randomInteger(String line, int bits, int number) throws WorkbenchException {
        try {
            long value = Long.parseLong(line.strip());
            if (value >= 0 && value < 1L << bits) {
                return value;
            }
        } catch (NumberFormatException none) {
            // Said below, as for a number out of range.
        }
        throw problem(
                randomFile + ":" + number,
                "'%s' must be an integer from 0 to %d".formatted(line.strip(), (1L << bits) - 1));
    }

    private static WorkbenchException problem(String where, String what) {
        return new WorkbenchException(List.of(new Problem(where, what)));
    }
}
