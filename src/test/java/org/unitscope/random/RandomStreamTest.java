package org.unitscope.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.unitscope.kernels.ReferenceFunctions;
import org.unitscope.kernels.Workers;
import org.unitscope.task.CancellationToken;

/// Stored runs rely on every bit of these numbers: the golden table is final.
class RandomStreamTest {
    private static final int COUNT = 1_000_000;

    private static RandomStream stream() {
        return RandomStream.of(42, "blocks.3.attention.query.weight", "weight");
    }

    @Test
    void agreesWithTheIndependentImplementation() throws IOException {
        for (String row : rows("normals.csv")) {
            String[] cells = row.split(",", -1);
            long index = Long.parseLong(cells[0]);
            float z = stream().normal(index);
            double exact = Double.parseDouble(cells[2]);
            assertThat(stream().bits(index)).isEqualTo(Long.parseUnsignedLong(cells[1], 16));
            // Radius within 2 ulp, cosine and sine within 1.2e-7 absolute, radius at most 6.8.
            assertThat((double) z).isCloseTo(exact, within(1.2e-6));
        }
    }

    /// Bits of the first thousand normals as first published; a change here changes every stored
    /// run.
    @Test
    void bitsOfNormalsNeverChange() throws IOException {
        List<String> golden = rows("golden.csv");
        for (int i = 0; i < golden.size(); i++) {
            assertThat(Integer.toHexString(Float.floatToRawIntBits(stream().normal(i))))
                    .isEqualTo(golden.get(i));
        }
        assertThat(golden).hasSize(1000);
    }

    @Test
    void fillingEqualsAddressingAtAnyThreadCount() {
        float[] one = new float[50_001];
        float[] three = new float[50_001];
        stream().fillNormal(Workers.single(), one, 5, 0.5f, 2);
        try (Workers workers = Workers.of(3, CancellationToken.NONE)) {
            stream().fillNormal(workers, three, 5, 0.5f, 2);
        }
        assertThat(one).isEqualTo(three);
        for (int i = 0; i < one.length; i += 997) {
            assertThat(one[i]).isEqualTo(Math.fma(2f, stream().normal(5 + i), 0.5f));
        }
    }

    /// Standard errors for n independent normals: mean 1/√n, second moment √(2/n), fourth √(96/n).
    @Test
    void momentsAreThoseOfANormal() {
        float[] z = new float[COUNT];
        stream().fillNormal(Workers.single(), z, 0, 0, 1);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float x : z) {
            mean += x;
            square += (double) x * x;
            fourth += Math.pow(x, 4);
        }
        assertThat(mean / COUNT).isCloseTo(0, within(5 / Math.sqrt(COUNT)));
        assertThat(square / COUNT).isCloseTo(1, within(5 * Math.sqrt(2.0 / COUNT)));
        assertThat(fourth / COUNT).isCloseTo(3, within(5 * Math.sqrt(96.0 / COUNT)));
    }

    /// Kolmogorov's distance; `2 exp(−2 d² n)` below 1e-6 at d = 2.7 / √n.
    @Test
    void distributionIsThatOfANormal() {
        float[] z = new float[COUNT];
        stream().fillNormal(Workers.single(), z, 0, 0, 1);
        Arrays.sort(z);
        double distance = 0;
        for (int i = 0; i < COUNT; i++) {
            double exact = 0.5 * (1 + ReferenceFunctions.erf(z[i] / Math.sqrt(2)));
            distance = Math.max(distance, Math.abs(exact - (i + 0.5) / COUNT));
        }
        assertThat(distance).isLessThan(2.7 / Math.sqrt(COUNT));
    }

    /// Streams of neighboring nodes, purposes and seeds are uncorrelated: |r| below 5 / √n.
    @Test
    void streamsAreIndependent() {
        float[] base = new float[COUNT];
        stream().fillNormal(Workers.single(), base, 0, 0, 1);
        List<RandomStream> others =
                List.of(
                        RandomStream.of(43, "blocks.3.attention.query.weight", "weight"),
                        RandomStream.of(42, "blocks.4.attention.query.weight", "weight"),
                        RandomStream.of(42, "blocks.3.attention.query.weight", "input"));
        for (RandomStream other : others) {
            float[] z = new float[COUNT];
            other.fillNormal(Workers.single(), z, 0, 0, 1);
            double product = 0;
            for (int i = 0; i < COUNT; i++) {
                product += (double) base[i] * z[i];
            }
            assertThat(Math.abs(product / COUNT)).isLessThan(5 / Math.sqrt(COUNT));
        }
    }

    @Test
    void boundedIntegersAreUniform() {
        int[] counts = new int[7];
        for (int i = 0; i < 700_000; i++) {
            counts[stream().below(i, 7)]++;
        }
        // Standard deviation √(n p (1 − p)) = 293.
        for (int count : counts) {
            assertThat(count).isBetween(98_500, 101_500);
        }
    }

    @Test
    void uniformStaysInItsRange() {
        float[] u = new float[100_000];
        stream().fillUniform(Workers.single(), u, 0, -0.25f, 0.75f);
        double mean = 0;
        for (float x : u) {
            assertThat(x).isBetween(-0.25f, 0.75f);
            mean += x / u.length;
        }
        assertThat(mean).isCloseTo(0.25, within(5 / Math.sqrt(12.0 * u.length)));
    }

    private static List<String> rows(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        RandomStreamTest.class.getResourceAsStream("/random/" + file))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).skip(1).toList();
        }
    }
}
