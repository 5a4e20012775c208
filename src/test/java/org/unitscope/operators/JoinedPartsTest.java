package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.Shape;

/// Noise of finite width and laws of parts: what fresh rows of the part's own width have.
class JoinedPartsTest {
    private static final Shape WIDE = Shape.of(4, 8, 64);
    private static final RowGrid GRID = RowGrid.of(WIDE, false);

    private static TensorState rows(double features) {
        return TensorState.independentRows(
                GRID, new Moments(0, 1), features, ElementShape.GAUSSIAN);
    }

    private static void requireNoiseOf(TensorState state, double features) {
        TensorState fresh = rows(features);
        assertThat(state.rowNoise()).isCloseTo(fresh.rowNoise(), within(1e-12));
        for (int node = 0; node < 2; node++) {
            for (boolean across : new boolean[] {false, true}) {
                assertThat(state.kernels().at(node, 1, 3, across))
                        .isCloseTo(fresh.kernels().at(node, 1, 3, across), within(1e-12));
            }
        }
    }

    @Test
    void fewerFeaturesScatterMore() {
        AxisPart part = new AxisPart(WIDE, WIDE.with(2, 16), 2, 8, 1);

        requireNoiseOf(part.take(rows(64), GRID), 16);
    }

    @Test
    void featuresSideBySideScatterLess() {
        AxisPart left = new AxisPart(WIDE, WIDE.with(2, 16), 2, 0, 1);
        AxisPart right = new AxisPart(WIDE, WIDE.with(2, 48), 2, 16, 1);

        requireNoiseOf(JoinedParts.of(List.of(left, right), List.of(rows(16), rows(48)), GRID), 64);
    }

    /// A quarter Gaussian, the rest zero: kurtosis 3/4 over 1/16, twelve.
    @Test
    void zerosAroundAreInTheLaw() {
        AxisPart part = new AxisPart(WIDE, WIDE.with(2, 16), 2, 8, 1);
        TensorState padded = part.put(rows(16), GRID);

        assertThat(padded.secondMoment()).isCloseTo(0.25, within(1e-12));
        assertThat(padded.law().kurtosis()).isCloseTo(12, within(1e-3));
        AxisPart first = new AxisPart(WIDE, WIDE.with(1, 2), 1, 0, 1);
        TensorState places = first.put(rowsOf(first), GRID);
        assertThat(places.law().kurtosis()).isCloseTo(12, within(1e-3));
        assertThat(places.kernels().diagonal()).containsExactly(1, 1, 0, 0, 0, 0, 0, 0);
    }

    private static TensorState rowsOf(AxisPart part) {
        return TensorState.independentRows(
                RowGrid.of(part.part(), false), new Moments(0, 1), 64, ElementShape.GAUSSIAN);
    }
}
