package org.unitscope.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.unitscope.format.Quantizer;
import org.unitscope.format.TargetFormat;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.kernels.FusedPass;
import org.unitscope.statistics.StatisticsAccumulator;

/// Fake quantization and the fused pass beside a copy of the same array, one thread. Before it is
/// timed each kernel is checked: arrays against one number at a time, counts against a plain loop.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FormatKernels {
    private static final int PIECE = 1 << 15;

    /// Elements: 8 Ki stay in the cache, 48 Mi (192 MiB) do not.
    @Param({"8192", "50331648"})
    public int count;

    @Param({"fp8_e4m3fn", "fp8_e5m2", "fp16", "bf16", "fp8_e4m3fn@rtz", "fp8_e4m3fn@sr-a:8"})
    public String target;

    private float[] in;
    private float[] out;
    private FakeQuantizer quantizer;
    private FixedRounder rounder;

    @Setup
    public void prepare() {
        in = Arrays.gaussian(count);
        out = new float[count];
        TargetFormat parsed = TargetFormat.parse(target);
        quantizer = FakeQuantizer.of(parsed.format(), parsed.conversion());
        rounder = new FixedRounder(quantizer, FormatKernels::random);
        check();
    }

    private static long random(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        return z ^ (z >>> 31);
    }

    private void check() {
        int some = Math.min(count, 1 << 16);
        Quantizer scalar = quantizer.quantizer();
        int bits = scalar.conversion().rounding().randomBits();
        quantizer.quantize(in, 0, out, 0, some, FormatKernels::random);
        long zeros = 0;
        for (int i = 0; i < some; i++) {
            int r = bits == 0 ? 0 : (int) (random(i) >>> (64 - bits));
            require(out[i] == scalar.quantize(in[i], r), "element " + i);
            zeros += out[i] == 0 && in[i] != 0 ? 1 : 0;
        }
        FusedPass pass = new FusedPass(rounder);
        pass.accept(in, 0, some);
        require(pass.underflows() == zeros, "underflows");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("wrong result: " + what);
        }
    }

    @Benchmark
    public float[] copy() {
        System.arraycopy(in, 0, out, 0, count);
        return out;
    }

    @Benchmark
    public float[] fakeQuantize() {
        // As callers do: in pieces that threads share.
        for (int from = 0; from < count; from += PIECE) {
            int length = Math.min(PIECE, count - from);
            quantizer.quantize(in, from, out, from, length, FormatKernels::random);
        }
        return out;
    }

    @Benchmark
    public FusedPass fusedPass() {
        FusedPass last = new FusedPass(rounder);
        // As callers do: a pass of its own for every range of a tensor.
        for (int from = 0; from < count; from += StatisticsAccumulator.RANGE) {
            last = new FusedPass(rounder);
            last.accept(in, from, Math.min(count, from + StatisticsAccumulator.RANGE));
        }
        return last;
    }
}
