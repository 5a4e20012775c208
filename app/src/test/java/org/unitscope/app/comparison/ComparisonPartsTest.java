package org.unitscope.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.Range;
import org.junit.jupiter.api.Test;
import org.unitscope.app.RunFixtures;
import org.unitscope.app.heatmap.CellValue;
import org.unitscope.app.histogram.MirroredChart;
import org.unitscope.app.theme.Theme;
import org.unitscope.comparison.AlignedBy;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.MergedTensors;
import org.unitscope.comparison.RunComparison;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.comparison.TensorPair;
import org.unitscope.graph.Role;
import org.unitscope.run.TensorRecord;
import org.unitscope.task.WorkbenchException;

/// Axis of the dumbbells, cells of the heatmaps, the mirrored chart.
class ComparisonPartsTest {
    private static TensorPair pair(float a, float b) {
        return new TensorPair(
                ComparisonFixtures.activation("x", a),
                ComparisonFixtures.activation("x", b),
                AlignedBy.ID);
    }

    @Test
    void theAxisHoldsAllScalesAndOne() {
        DumbbellScale scale = DumbbellScale.of(List.of(pair(0.25f, 0.125f), pair(0, Float.NaN)));

        // From 2^-3 to 1, an octave of air at either end.
        assertThat(scale).isEqualTo(new DumbbellScale(-4, 1));
        assertThat(scale.position(OptionalDouble.of(1))).hasValue(0.8);
        assertThat(scale.position(OptionalDouble.of(0x1p-30))).hasValue(0);
        assertThat(scale.position(OptionalDouble.of(0))).isEmpty();
        assertThat(scale.position(OptionalDouble.of(Double.NaN))).isEmpty();
        assertThat(DumbbellScale.of(List.of(pair(1e-38f, 3e38f))))
                .isEqualTo(new DumbbellScale(-41, 41));
    }

    @Test
    void differencesAreCellsWithOrWithoutANumber() throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        new ComparedRun("a", ComparisonFixtures.before()),
                        new ComparedRun("b", ComparisonFixtures.after()),
                        TensorMapping.NONE);
        MergedTensors merged = MergedTensors.of(comparison);
        List<TensorRecord> rows = merged.run().tensors();

        assertThat(ComparisonText.difference(merged, rows.get(1)))
                .isEqualTo(new CellValue.Octaves(1, "+1.0"));
        assertThat(ComparisonText.difference(merged, rows.get(4)))
                .isEqualTo(new CellValue.Missing("unaligned"));
        assertThat(ComparisonText.cell(merged.first(rows.get(4)), true, "A"))
                .isEqualTo(new CellValue.Missing("not in run A"));
        assertThat(ComparisonText.sentence(merged, rows.get(3)))
                .isEqualTo("+20.00 octaves · ▼ broken · aligned by id");
        assertThat(ComparisonText.sentence(merged, rows.get(5))).startsWith("Only in A: ");
    }

    private static CellValue difference(TensorRecord a, TensorRecord b) throws WorkbenchException {
        RunComparison comparison =
                RunComparison.of(
                        new ComparedRun("a", RunFixtures.run("a", true, List.of(a))),
                        new ComparedRun("b", RunFixtures.run("b", true, List.of(b))),
                        TensorMapping.NONE);
        return ComparisonText.difference(MergedTensors.of(comparison), a);
    }

    @Test
    void zeroAndNanAreNoDifferences() throws WorkbenchException {
        TensorRecord one = ComparisonFixtures.activation("x", 1);
        TensorRecord zero = ComparisonFixtures.activation("x", 0);
        TensorRecord nan = ComparisonFixtures.activation("x", Float.NaN);
        TensorRecord unknown = RunFixtures.unknown("x", Role.ACTIVATION);

        assertThat(difference(zero, zero)).isEqualTo(new CellValue.Octaves(0, "0 = 0"));
        assertThat(difference(zero, one))
                .isEqualTo(new CellValue.Octaves(Double.POSITIVE_INFINITY, "from 0"));
        assertThat(difference(one, zero))
                .isEqualTo(new CellValue.Octaves(Double.NEGATIVE_INFINITY, "to 0"));
        assertThat(difference(one, nan)).isInstanceOf(CellValue.NotFinite.class);
        assertThat(difference(one, unknown))
                .isEqualTo(new CellValue.Missing("no number in common"));
        // Predicted 1 in both, sampled in one only.
        assertThat(difference(one, RunFixtures.unsampled(one)))
                .isEqualTo(new CellValue.Octaves(0, "0.0"));
    }

    private static MirroredChart.Half half(TensorRecord tensor) {
        return new MirroredChart.Half(
                tensor.measured().map(measured -> measured.statistics()), tensor.format(), "A");
    }

    @Test
    void bothHalvesShareOneAxis() {
        TensorRecord a = ComparisonFixtures.gradient("x", 1, 2, 4, 8);
        TensorRecord b = ComparisonFixtures.gradient("x", 0x1p-30f, 0, 0, 0);
        JFreeChart chart = MirroredChart.of(half(a), half(b), Theme.LIGHT.palette());
        XYPlot plot = (XYPlot) chart.getPlot();
        Range shares = plot.getRangeAxis().getRange();

        assertThat(shares.getLowerBound()).isEqualTo(-shares.getUpperBound());
        // Zeros are 75 % and the highest bar 25 %: the axis ends at twice that.
        assertThat(shares.getUpperBound()).isBetween(0.5, 0.75);
        assertThat(plot.getDomainAxis().getRange().contains(-30)).isTrue();
        assertThat(plot.getDomainAxis().getRange().contains(3)).isTrue();
        for (int series = 0; series < plot.getDataset(0).getSeriesCount(); series++) {
            for (int item = 0; item < plot.getDataset(0).getItemCount(series); item++) {
                assertThat(plot.getDataset(0).getYValue(series, item)).isPositive();
            }
            for (int item = 0; item < plot.getDataset(1).getItemCount(series); item++) {
                assertThat(plot.getDataset(1).getYValue(series, item)).isNegative();
            }
        }
    }

    @Test
    void aRunThatDidNotSampleHasAnEmptyHalf() {
        TensorRecord a = ComparisonFixtures.gradient("x", 1, 2);
        MirroredChart.Half nothing = new MirroredChart.Half(Optional.empty(), a.format(), "B");
        XYPlot plot = (XYPlot) MirroredChart.of(half(a), nothing, Theme.DARK.palette()).getPlot();

        int items = 0;
        for (int series = 0; series < plot.getDataset(1).getSeriesCount(); series++) {
            items += plot.getDataset(1).getItemCount(series);
        }
        assertThat(items).isZero();
    }
}
