package org.unitscope.app.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.unitscope.app.RunFixtures;
import org.unitscope.app.theme.Fate;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;

class HistogramDataTest {
    private static final TargetFormat E4M3 = TargetFormat.of(Formats.FP8_E4M3);

    private static Map<Fate, Long> counts(List<HistogramData.Bar> bars) {
        return bars.stream()
                .collect(
                        Collectors.groupingBy(
                                HistogramData.Bar::fate,
                                Collectors.summingLong(HistogramData.Bar::count)));
    }

    /// E4M3: 2^-11 flushes, 2^-10 is the tie that flushes, 1.5·2^-10 does not, 2^-7 is subnormal,
    /// 464 saturates without overflow, 465 overflows.
    @Test
    void barsAreColoredByTheFateOfTheirValues() {
        var statistics =
                RunFixtures.statistics(
                        Formats.FP8_E4M3, 0x1p-11f, 0x1p-10f, 0x1.8p-10f, 0x1p-7f, 1, 464, 465, 0);
        HistogramData data = HistogramData.of(statistics, E4M3);

        assertThat(counts(data.bars()))
                .isEqualTo(
                        Map.of(
                                Fate.FLUSHED, 2L,
                                Fate.SUBNORMAL, 2L,
                                Fate.NORMAL, 2L,
                                Fate.OVERFLOW, 1L));
        double shares = data.bars().stream().mapToDouble(bar -> bar.to() - bar.from()).sum();
        assertThat(shares).isCloseTo(7 / 8.0, within(1e-12));
    }

    @Test
    void whatTheRecordCannotTellIsNotGuessed() {
        var statistics = RunFixtures.statistics(Formats.FP32, 300, 460, 470, 600);
        HistogramData data = HistogramData.of(statistics, E4M3);

        assertThat(counts(data.bars())).containsKey(Fate.OTHER).containsEntry(Fate.OVERFLOW, 1L);
    }

    @Test
    void theAxisHoldsDataAndBands() {
        var statistics = RunFixtures.statistics(Formats.FP8_E4M3, 1, 2);
        HistogramData data = HistogramData.of(statistics, E4M3);

        assertThat(data.low()).isLessThan(-10);
        assertThat(data.high()).isGreaterThan(9);
        assertThat(HistogramData.ofPrediction(-3, E4M3, 0).isCounted()).isFalse();
    }

    /// 1.125, 1.25 and 1.3 lie in the second and third eighth of their octave; all of it moves with
    /// the shift.
    @Test
    void eighthsOfAnOctaveAreBarsOfTheirOwn() {
        var statistics = RunFixtures.statistics(Formats.FP8_E4M3, 1.125f, 1.25f, -1.3f, 1.9f);
        HistogramData data = HistogramData.of(statistics, E4M3, 3, BinWidth.EIGHTH);

        assertThat(data.bars())
                .extracting(HistogramData.Bar::octave, HistogramData.Bar::part)
                .containsExactly(tuple(3, 1), tuple(3, 2), tuple(3, 7));
        assertThat(data.bars()).extracting(HistogramData.Bar::count).containsExactly(1L, 2L, 1L);
    }

    /// 1/x has the same share in every width on a logarithmic axis: its bars stand equally high.
    @Test
    void aLogarithmicallyEvenLawHasEvenBars() {
        float[] values = new float[4096];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(2, (i + 0.5) / values.length);
        }
        var statistics = RunFixtures.statistics(Formats.FP8_E4M3, values);
        HistogramData data = HistogramData.of(statistics, E4M3, 0, BinWidth.EIGHTH);

        assertThat(data.bars()).hasSize(8);
        assertThat(data.bars())
                .allSatisfy(bar -> assertThat(bar.top()).isCloseTo(1 / 8.0, within(0.001)));
    }

    @Test
    void bandsFollowRoundingAndScale() {
        var stochastic = TargetFormat.parse("fp8_e4m3fn@sr-a:8");
        assertThat(Bands.of(stochastic, 1).orElseThrow().certain()).isFalse();
        assertThat(Bands.of(stochastic, 1).orElseThrow().flush()).isEqualTo(0x1p-9);
        assertThat(Bands.of(TargetFormat.parse("fp8_e4m3fn@rtz"), 1).orElseThrow().flush())
                .isLessThan(0x1p-9)
                .isGreaterThan(0x1.fp-10);
        assertThat(Bands.of(TargetFormat.parse("int8"), 127).orElseThrow().max()).isEqualTo(127);
        assertThat(Bands.of(TargetFormat.parse("int8_asymmetric"), 127)).isEmpty();
    }
}
