package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.library.Convolution1d;
import org.unitscope.task.CancellationToken;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

class ConvolutionTest {
    private static final int BATCH = 3;

    /// The definition, one multiplication at a time: output, and the three gradients.
    private record Naive(RealTensor y, RealTensor toInput, RealTensor toWeight, RealTensor toBias) {
        static Naive of(
                RealTensor x,
                RealTensor weight,
                RealTensor bias,
                RealTensor g,
                int stride,
                int padding,
                int groups) {
            int positions = x.shape().extent(1);
            int channels = x.shape().extent(2);
            int out = weight.shape().extent(0);
            int inGroup = weight.shape().extent(1);
            int kernel = weight.shape().extent(2);
            int outputs = g.shape().extent(1);
            Naive naive =
                    new Naive(
                            g.zeros(g.shape()),
                            x.zeros(x.shape()),
                            weight.zeros(weight.shape()),
                            bias.zeros(bias.shape()));
            for (int n = 0; n < BATCH; n++) {
                for (int t = 0; t < outputs; t++) {
                    for (int o = 0; o < out; o++) {
                        int at = (n * outputs + t) * out + o;
                        add(naive.y, at, bias.get(o));
                        add(naive.toBias, o, g.get(at));
                        for (int c = 0; c < inGroup; c++) {
                            for (int k = 0; k < kernel; k++) {
                                int from = t * stride - padding + k;
                                int channel = o / (out / groups) * inGroup + c;
                                int i = (n * positions + from) * channels + channel;
                                int w = (o * inGroup + c) * kernel + k;
                                if (from >= 0 && from < positions) {
                                    add(naive.y, at, x.get(i) * weight.get(w));
                                    add(naive.toInput, i, g.get(at) * weight.get(w));
                                    add(naive.toWeight, w, g.get(at) * x.get(i));
                                }
                            }
                        }
                    }
                }
            }
            return naive;
        }

        private static void add(RealTensor sums, int at, double term) {
            sums.set(at, sums.get(at) + term);
        }
    }

    /// Positions, input channels, output channels, kernel, stride, padding (-1: not given), groups,
    /// output positions. Sums of at most a few hundred products of order 1, in double.
    @ParameterizedTest
    @CsvSource({
        "10, 4, 6, 3, 1, -1, 1, 10",
        "10, 4, 6, 4, 1, -1, 1, 11",
        "10, 4, 6, 1, 1, -1, 1, 10",
        "11, 4, 6, 3, 2, -1, 2, 6",
        "10, 6, 6, 5, 1, 0, 6, 6",
        "10, 6, 12, 2, 3, 0, 3, 3",
        "4, 2, 2, 7, 1, 3, 1, 4",
        "5, 2, 2, 2, 4, 6, 2, 4",
        "150, 3, 140, 3, 1, -1, 1, 150"
    })
    void isTheSumWrittenOut(
            int positions,
            int in,
            int out,
            int kernel,
            int stride,
            int padding,
            int groups,
            int outputs) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("stride", (double) stride);
        attributes.put("groups", (double) groups);
        if (padding >= 0) {
            attributes.put("padding", (double) padding);
        }
        DoubleTensor x = OperatorRun.normal(1, BATCH, positions, in);
        DoubleTensor weight = OperatorRun.normal(2, out, in / groups, kernel);
        DoubleTensor bias = OperatorRun.normal(3, out);
        DoubleTensor g = OperatorRun.normal(4, BATCH, outputs, out);
        int used = padding < 0 ? kernel / 2 : padding;
        Naive naive = Naive.of(x, weight, bias, g, stride, used, groups);
        OperatorRun run = OperatorRun.of(new Convolution1d(), attributes, x, weight, bias);
        List<RealTensor> pulled = run.pull(g);

        assertThat(OperatorRun.distance(run.output(), naive.y())).isLessThan(1e-12);
        assertThat(OperatorRun.distance(pulled.get(0), naive.toInput())).isLessThan(1e-12);
        assertThat(OperatorRun.distance(pulled.get(1), naive.toWeight())).isLessThan(1e-12);
        assertThat(OperatorRun.distance(pulled.get(2), naive.toBias())).isLessThan(1e-12);
    }

    @Test
    void hasTheSameBitsAtAnyNumberOfThreads() {
        DoubleTensor x = OperatorRun.normal(1, 4, 200, 6);
        DoubleTensor weight = OperatorRun.normal(2, 150, 6, 3);
        DoubleTensor g = OperatorRun.normal(4, 4, 200, 150);
        OperatorRun one = OperatorRun.of(new Convolution1d(), Map.of(), x, weight);
        try (Workers workers = Workers.of(3, CancellationToken.NONE)) {
            OperatorRun three = OperatorRun.of(workers, new Convolution1d(), Map.of(), x, weight);
            assertThat(OperatorRun.distance(one.output(), three.output())).isZero();
            for (int i = 0; i < 2; i++) {
                assertThat(OperatorRun.distance(one.pull(g).get(i), three.pull(g).get(i))).isZero();
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Convolution1d operator = new Convolution1d();
        Shape x = Shape.of(2, 5, 6);

        assertThat(OperatorRun.refusal(operator, Map.of(), x, Shape.of(4, 3, 3)))
                .contains("[2, 5, 6]", "[4, 3, 3]", "1 groups");
        assertThat(OperatorRun.refusal(operator, Map.of("groups", 2.0), x, Shape.of(5, 3, 3)))
                .contains("multiple of groups");
        assertThat(OperatorRun.refusal(operator, Map.of("padding", 1.0), x, Shape.of(4, 6, 8)))
                .contains("a kernel of 8 over 5 positions with padding 1");
        assertThat(OperatorRun.refusal(operator, Map.of(), x, Shape.of(4, 6, 3), Shape.of(6)))
                .contains("bias [6]");
        assertThat(
                        OperatorRun.refusal(
                                operator,
                                Map.of(),
                                Shape.of(1000, 1000, 1000),
                                Shape.of(8, 1000, 3)))
                .contains("at most 2147483647 elements, got 3.00e+09");
    }
}
