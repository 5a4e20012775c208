package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsCommandTest {
    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        out.reset();
        err.reset();
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        100,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return Unitscope.run(console, (model, symbols) -> 1, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsEveryFormatWithMaximumAndBias() {
        assertThat(run("", "formats")).isZero();
        assertThat(out())
                .contains(
                        "FP8 E4M3 OCP (max 448, bias 7)",
                        "FP8 E4M3 FNUZ (max 240, bias 8)",
                        "p3109_k8p4ue",
                        "int4_asymmetric_per_channel",
                        "unit-scaling library E4M3 (max 240, bias 8)");
    }

    @Test
    void showsTheConstantsAndAllValuesOfAFormat() {
        assertThat(run("", "formats", "e4m3")).isZero();
        assertThat(out())
                .contains(
                        "above 464 = 1.8125 * 2^8",
                        "up to 2^-10",
                        "17.8 octaves",
                        "256 (2 NaN, 0 infinite, +0 and -0)",
                        "  7e    01111110  normal     448 = 1.75 * 2^8",
                        "  ff    11111111  NaN        nan");
        assertThat(out().lines().filter(line -> line.matches("  [0-9a-f]{2}  .*"))).hasSize(256);
        assertThat(run("", "formats", "fp16")).isZero();
        assertThat(out()).contains("65504 =", "overflows from       65520").doesNotContain("7bff");
        assertThat(run("", "formats", "s1e1m3b0_ieee")).isEqualTo(2);
        assertThat(err()).contains("with 1 bit no normal number is left");
        assertThat(run("", "formats", "e4m9")).isEqualTo(2);
        assertThat(err()).contains("Format 'e4m9' is not known; did you mean");
    }

    @Test
    void explainsWhy464Becomes448() {
        assertThat(run("", "formats", "explain", "e4m3", "464")).isZero();
        assertThat(out())
                .contains(
                        "Neighbors 448 (code 7e) and 480 (beyond the range), step 32",
                        "464 is that tie",
                        "the code of the neighbor toward zero is even: 448",
                        "Result: 448, code 7e (01111110)");
        assertThat(run("", "formats", "explain", "e4m3", "464", "--rounding", "rna")).isZero();
        assertThat(out()).contains("beyond 448, the largest value: overflow");
        assertThat(run("", "formats", "explain", "e4m3", "465", "--overflow", "ml_dtypes"))
                .isZero();
        assertThat(out()).contains("nearer to 480", "as ml_dtypes gives nan", "code 7f");
        assertThat(run("", "formats", "explain", "e4m3", "43e80000")).isZero();
        assertThat(out()).contains("464 is that tie");
        assertThat(run("", "formats", "explain", "e4m3", "1f")).isEqualTo(2);
        assertThat(err()).contains("VALUE: '1f' is no number");
        assertThat(run("", "formats", "explain", "int8", "1")).isEqualTo(2);
        assertThat(err()).contains("takes its scale from the data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "e4m3 | 464 | 43e80000,7e,43e00000,448.0",
                "e4m3 | -1e9 | ce6e6b28,fe,c3e00000,-448.0",
                "e4m3 | nan | 7fc00000,7f,7fc00000,nan",
                "e4m3 | 7f800001 | 7f800001,7f,7fc00000,nan",
                "e5m2 | -inf | ff800000,fb,c7600000,-57344.0",
                "fp16 | inf | 7f800000,7c00,7f800000,inf",
                "fp4 | nan | 7fc00000,,7fc00000,nan",
                "fp4 | -0 | 80000000,8,80000000,-0.0",
                "e4m3fnuz | -0.0 | 80000000,00,00000000,0.0",
                "e8m0 | 3 | 40400000,80,40000000,2.0",
                "e8m0 | 6 | 40c00000,82,41000000,8.0",
                "mxint8 | -5 | c0a00000,80,c0000000,-2.0",
                "s0e4m4b7 | -5 | c0a00000,00,00000000,0.0"
            })
    void quantizesANumberToACsvRow(String format, String input, String row) {
        assertThat(run(input + "\n", "formats", "quantize", format)).isZero();
        assertThat(out()).isEqualTo("input_bits,code,value_bits,value\n" + row + "\n");
    }

    @Test
    void takesRandomBitsFromAFileOrASeed() throws IOException {
        Path bits = folder.resolve("bits.txt");
        Files.writeString(bits, "0\n1\n2\n3\n");
        String[] command = {
            "formats", "quantize", "e4m3", "--rounding", "sr-a:2", "--random-bits", bits.toString()
        };
        // 1.0625 is half way: with two bits it goes up for R of 2 and 3.
        assertThat(run("1.0625\n1.0625\n1.0625\n1.0625\n", command)).isZero();
        assertThat(out().lines().skip(1).map(line -> line.replaceAll(".*,", "")))
                .containsExactly("1.0", "1.0", "1.125", "1.125");
        assertThat(run("1\n1\n1\n1\n1\n", command)).isEqualTo(2);
        assertThat(err()).contains("holds 4 random integers for 5 numbers");
        Files.writeString(bits, "4\n");
        assertThat(run("1\n", command)).isEqualTo(2);
        assertThat(err()).contains("bits.txt:1: '4' must be an integer from 0 to 3");
        String numbers = "0.3\n".repeat(200);
        assertThat(
                        run(
                                numbers,
                                "formats",
                                "quantize",
                                "e4m3",
                                "--rounding",
                                "sr-c:8",
                                "--seed",
                                "7"))
                .isZero();
        String once = out();
        assertThat(
                        run(
                                numbers,
                                "formats",
                                "quantize",
                                "e4m3",
                                "--rounding",
                                "sr-c:8",
                                "--seed",
                                "7"))
                .isZero();
        assertThat(out()).isEqualTo(once).contains("0.3125").contains("0.28125");
    }

    @Test
    void integersTakeTheirScaleFromTheNumbersOrFromTheOption() {
        assertThat(run("1.27\n-0.5\n0.004\n", "formats", "quantize", "int8")).isZero();
        assertThat(out()).contains(",7f,").contains(",ce,").contains(",00,");
        assertThat(err()).contains("scale 0.01, zero point 0");
        assertThat(run("1\n300\n", "formats", "quantize", "int8", "--scale", "2")).isZero();
        assertThat(out()).contains("3f800000,00,00000000,0.0", "43960000,7f,437e0000,254.0");
        assertThat(
                        run(
                                "1\n10\n-1\n-10\n",
                                "formats",
                                "quantize",
                                "int8_per_channel",
                                "--channels",
                                "2"))
                .isZero();
        assertThat(out()).contains("3f800000,7f,", "41200000,7f,");
        assertThat(run("1\n", "formats", "quantize", "int8", "--scale", "-1")).isEqualTo(2);
        assertThat(err()).contains("--scale, --zero-point: Scale: must be positive");
        assertThat(out()).isEmpty();
    }

    @Test
    void anOptionThatDoesNotApplyIsRefused() {
        assertThat(run("1", "formats", "quantize", "e4m3", "--scale", "2")).isEqualTo(2);
        assertThat(err()).contains("'e4m3' has no scale");
        assertThat(run("1", "formats", "quantize", "int8", "--zero-point", "2")).isEqualTo(2);
        assertThat(err()).contains("needs --scale");
        assertThat(run("1", "formats", "quantize", "int8", "--channels", "2")).isEqualTo(2);
        assertThat(err()).contains("has one scale");
        assertThat(run("1", "formats", "quantize", "int8", "--overflow", "nonsaturate"))
                .isEqualTo(2);
        assertThat(err()).contains("integers clamp");
        assertThat(run("1", "formats", "quantize", "e4m3", "--random-bits", "x")).isEqualTo(2);
        assertThat(err()).contains("needs a stochastic --rounding");
        String[] folderAsFile = {
            "formats",
            "quantize",
            "e4m3",
            "--rounding",
            "sr-a:8",
            "--random-bits",
            folder.toString()
        };
        assertThat(run("1", folderAsFile)).isEqualTo(2);
        assertThat(err()).contains("cannot be read as text");
    }

    @Test
    void explainsUglyNumbersInWords() {
        assertThat(run("", "formats", "explain", "e4m3", "-inf")).isZero();
        assertThat(out()).contains("-inf becomes -448");
        assertThat(run("", "formats", "explain", "e5m2", "1e40")).isZero();
        assertThat(out()).contains("1e40 is beyond the float32 range and read as inf");
        assertThat(run("", "formats", "explain", "e4m3fnuz", "-0")).isZero();
        assertThat(out()).contains("the sign is lost");
        assertThat(run("", "formats", "explain", "fp4", "nan")).isZero();
        assertThat(out()).contains("it stays NaN and has no code");
        assertThat(
                        run(
                                "",
                                "formats",
                                "explain",
                                "e4m3",
                                "500",
                                "--rounding",
                                "rtz",
                                "--overflow",
                                "nonsaturate"))
                .isZero();
        assertThat(out()).contains("a mode directed inward stays in the range");
        assertThat(run("nan", "formats", "quantize", "s0e4m3b7_nozero", "--overflow", "ml_dtypes"))
                .isZero();
        assertThat(run("", "formats", "us_e4m3")).isZero();
        assertThat(out()).contains("overflows from       above 248");
        assertThat(run("", "formats", "fp32")).isZero();
        assertThat(out()).contains("2^-149 ≈ 1.4");
        assertThat(run("", "formats", "s9e4m3b7")).isEqualTo(2);
        assertThat(err()).contains("needs s0 (no sign) or s1");
    }

    @Test
    void aLineThatIsNoNumberIsNamed() {
        assertThat(run("1\n\n2\n", "formats", "quantize", "e4m3")).isEqualTo(2);
        assertThat(err()).contains("standard input, line 2: is blank");
        assertThat(run("1\n\n\n", "formats", "quantize", "e4m3")).isZero();
        assertThat(run("x", "formats", "quantize", "e4m3")).isEqualTo(2);
        assertThat(err()).contains("standard input, line 1: 'x' is no number");
        assertThat(run("", "formats", "quantize", "e4m3")).isZero();
        assertThat(run("1", "formats", "quantize", "e4m3", "--rounding", "nearest")).isEqualTo(2);
        assertThat(err()).contains("--rounding: Rounding 'nearest' is not known");
        assertThat(run("1", "formats", "quantize", "e4m3", "--overflow", "x")).isEqualTo(2);
        assertThat(run("1", "formats", "quantize", "e4m3", "--subnormals", "x")).isEqualTo(2);
    }
}
