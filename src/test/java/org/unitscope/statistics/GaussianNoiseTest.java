package org.unitscope.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.format.Conversion;
import org.unitscope.format.FormatCodes;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.ScalarFormat;
import org.unitscope.kernels.ReferenceFunctions;

/// The published figure of signal to noise against scale: our quantizer integrated over N(0,
/// sigma^2) agrees with a table integrated elsewhere to the table's ten digits.
final class GaussianNoiseTest {
    private static final Map<String, String> NAMES =
            Map.of(
                    "FP16_IEEE", "fp16",
                    "E4M3_FNUZ", "e4m3fnuz",
                    "E4M3_OCP", "e4m3",
                    "E5M2_FNUZ", "e5m2fnuz",
                    "E5M2_OCP", "e5m2");

    /// Gauss-Legendre nodes and weights on (-1, 1), five points (Abramowitz and Stegun 25.4.30).
    private static final double[] NODES = {
        0, 0.538469310105683, -0.538469310105683, 0.906179845938664, -0.906179845938664
    };

    private static final double[] WEIGHTS = {
        0.568888888888889,
        0.478628670499366,
        0.478628670499366,
        0.236926885056189,
        0.236926885056189
    };

    /// Ten digits in the table; fifteen in the nodes; panels of at most sigma / 4 leave 1e-13.
    private static final double RELATIVE = 2e-9;

    @ParameterizedTest
    @ValueSource(strings = {"FP16_IEEE", "E4M3_FNUZ", "E4M3_OCP", "E5M2_FNUZ", "E5M2_OCP"})
    void everyRowOfTheTableIsReproduced(String name) throws IOException {
        ScalarFormat format = Formats.require(NAMES.getOrDefault(name, ""));
        Quantizer quantizer = Quantizer.of(format, Conversion.SATURATING);
        double[] breaks = breaks(format);
        int rows = 0;
        for (String line : lines()) {
            String[] cells = line.split(",", -1);
            if (!cells[0].equals(name)) {
                continue;
            }
            rows++;
            double sigma = StrictMath.pow(2, Double.parseDouble(cells[1]));
            double snr = 1 / noise(quantizer, breaks, sigma);
            double expected = Double.parseDouble(cells[2]);
            assertThat(snr).as(line).isCloseTo(expected, within(RELATIVE * expected));
            double flushed = inside(format.flushThreshold() / sigma);
            double saturated = 1 - inside(format.overflowThreshold() / sigma);
            assertShare(flushed, Double.parseDouble(cells[4]));
            assertShare(saturated, Double.parseDouble(cells[5]));
        }
        assertThat(rows).isGreaterThan(100);
    }

    private static void assertShare(double got, double expected) {
        assertThat(got).isCloseTo(expected, within(RELATIVE * expected + 1e-15));
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("test/resources/statistics/snr_exact.csv"));
    }

    /// `P(|z| < x)`.
    private static double inside(double x) {
        return ReferenceFunctions.erf(x / Math.sqrt(2));
    }

    /// Non-negative values and the ties between them, ascending: the error is smooth in between.
    private static double[] breaks(ScalarFormat format) {
        FormatCodes codes = FormatCodes.of(format);
        int count = codes.encode(format.maxFinite()).orElseThrow() + 1;
        double[] breaks = new double[2 * count];
        for (int code = 0; code < count; code++) {
            breaks[2 * code] = codes.decode(code);
            double next = code + 1 < count ? codes.decode(code + 1) : codes.decode(code);
            breaks[2 * code + 1] = (codes.decode(code) + next) / 2;
        }
        return breaks;
    }

    /// `E[(q(x) - x)^2] / sigma^2`.
    private static double noise(Quantizer quantizer, double[] breaks, double sigma) {
        double end = 12 * sigma;
        double sum = 0;
        for (int i = 0; i < breaks.length && breaks[i] < end; i++) {
            double to = i + 1 < breaks.length ? Math.min(breaks[i + 1], end) : end;
            int panels = (int) Math.ceil((to - breaks[i]) / (sigma / 4));
            double width = (to - breaks[i]) / Math.max(1, panels);
            for (int panel = 0; panel < panels; panel++) {
                sum += panel(quantizer, breaks[i] + panel * width, width, sigma);
            }
        }
        return 2 * sum / (sigma * sigma);
    }

    private static double panel(Quantizer quantizer, double from, double width, double sigma) {
        double sum = 0;
        for (int node = 0; node < NODES.length; node++) {
            double x = from + width / 2 * (1 + NODES[node]);
            double z = x / sigma;
            double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / sigma;
            double error = quantizer.quantize(x, 0) - x;
            sum += WEIGHTS[node] * width / 2 * density * error * error;
        }
        return sum;
    }
}
