package org.unitscope.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Basis;
import org.unitscope.statistics.Moments;

class LastBlocksTest {
    private static SweepPoint.Predicted point(double size, String... paths) {
        Map<TensorKey, Prediction> predictions = new LinkedHashMap<>();
        for (String path : paths) {
            predictions.put(key(path), new Prediction.Known(new Moments(0, size), Basis.EXACT));
        }
        return new SweepPoint.Predicted(size, Map.of(), predictions);
    }

    private static TensorKey key(String path) {
        return new TensorKey(OutputRef.of(path), Role.ACTIVATION);
    }

    private static String series(LastBlocks blocks, double size, String path) {
        return blocks.series(size, key(path)).map(found -> found.tensor().path()).orElse("");
    }

    @Test
    void theLargestNumberOfAPointIsItsLastBlock() {
        LastBlocks blocks =
                new LastBlocks(List.of(point(2, "b.0.x", "b.1.x"), point(3, "b.0.x", "b.10.x")));

        assertThat(series(blocks, 2, "b.1.x")).isEqualTo("b.last.x");
        assertThat(series(blocks, 3, "b.10.x")).isEqualTo("b.last.x");
        assertThat(series(blocks, 3, "b.1.x")).isEmpty();
        assertThat(series(blocks, 2, "b.0.x")).isEmpty();
    }

    @Test
    void blocksInsideOtherBlocksAreTheirOwn() {
        LastBlocks inner =
                new LastBlocks(
                        List.of(
                                point(1, "s.0.b.0.x", "s.1.b.0.x"),
                                point(2, "s.0.b.1.x", "s.1.b.1.x")));
        LastBlocks both =
                new LastBlocks(
                        List.of(
                                point(1, "s.0.b.0.x"),
                                point(2, "s.0.b.1.x", "s.1.b.0.x", "s.1.b.1.x")));

        assertThat(series(inner, 2, "s.1.b.1.x")).isEqualTo("s.1.b.last.x");
        assertThat(series(both, 1, "s.0.b.0.x")).isEqualTo("s.last.b.last.x");
        assertThat(series(both, 2, "s.1.b.1.x")).isEqualTo("s.last.b.last.x");
        assertThat(series(both, 2, "s.0.b.1.x")).isEqualTo("s.0.b.last.x");
    }

    @Test
    void unevenStagesThatDoNotChangeHaveNoSeries() {
        LastBlocks blocks =
                new LastBlocks(
                        List.of(
                                point(1, "s.0.b.0.x", "s.1.b.5.x"),
                                point(2, "s.0.b.0.x", "s.1.b.5.x")));

        assertThat(series(blocks, 2, "s.1.b.5.x")).isEmpty();
    }

    @Test
    void laterOutputsAndLongNumbersStayWhatTheyAre() {
        TensorKey second = new TensorKey(new OutputRef("b.1.x", 1), Role.ACTIVATION);
        LastBlocks blocks =
                new LastBlocks(
                        List.of(
                                point(1, "b.0.x", "hash.12345678901.x"),
                                point(2, "b.1.x", "hash.12345678902.x")));

        assertThat(blocks.series(2, second).orElseThrow().tensor().path()).isEqualTo("b.last.x#1");
        assertThat(series(blocks, 2, "hash.12345678902.x")).isEmpty();
    }
}
