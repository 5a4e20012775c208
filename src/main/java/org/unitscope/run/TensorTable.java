package org.unitscope.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unitscope.analysis.Prediction;
import org.unitscope.format.TargetFormat;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.Moments;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.Verdict;

/// The rows of `tensors.csv`: one per tensor and role, as text. An empty cell means not computed.
/// Numbers are the shortest decimal that reads back as the same double.
public final class TensorTable {
    /// Column heads of this version, in order. The first 24 are fixed; later versions only append.
    public static final List<String> COLUMNS =
            List.of(
                    "tensor",
                    "role",
                    "node",
                    "op",
                    "shape",
                    "count",
                    "predicted_mean",
                    "predicted_std",
                    "predicted_rms",
                    "measured_mean",
                    "measured_std",
                    "measured_rms",
                    "measured_standard_error",
                    "amax",
                    "min_nonzero",
                    "zeros",
                    "nonfinite",
                    "format",
                    "applied_format",
                    "underflow_fraction",
                    "subnormal_fraction",
                    "overflow_fraction",
                    "sqnr_db",
                    "verdict",
                    "flushed_energy_fraction",
                    "predicted_basis",
                    "not_predicted_because",
                    "predicted_underflow_fraction",
                    "predicted_subnormal_fraction",
                    "predicted_overflow_fraction",
                    "predicted_sqnr_db",
                    "predicted_verdict",
                    "predicted_scatter",
                    "coherent_fraction");

    private static final int COLUMNS_BEFORE_FORECASTS = 27;

    private TensorTable() {}

    /// Column heads of a version of the layout, see [RunStore#SCHEMA_VERSION].
    public static List<String> columns(int version) {
        return version < RunStore.FORECASTS
                ? COLUMNS.subList(0, COLUMNS_BEFORE_FORECASTS)
                : COLUMNS;
    }

    /// The cells of one record, one per column of a version of the layout.
    public static List<String> row(TensorRecord tensor, int version) {
        List<String> cells = row(tensor);
        if (version >= RunStore.FORECASTS) {
            addForecast(cells, tensor.forecast());
        }
        return cells;
    }

    private static void addForecast(List<String> cells, Forecast forecast) {
        cells.add(number(forecast.underflow()));
        cells.add(number(forecast.subnormal()));
        cells.add(number(forecast.overflow()));
        cells.add(number(forecast.sqnrDecibels()));
        cells.add(forecast.verdict().map(Verdict::label).orElse(""));
        cells.add(number(forecast.scatter()));
        cells.add(number(forecast.coherent()));
    }

    private static List<String> row(TensorRecord tensor) {
        List<String> cells = new ArrayList<>(COLUMNS.size());
        cells.add(tensor.path());
        cells.add(tensor.key().role().symbol());
        cells.add(tensor.key().tensor().node());
        cells.add(tensor.operator());
        cells.add(tensor.shape().toString());
        cells.add(Long.toString(tensor.shape().count()));
        switch (tensor.predicted()) {
            case Prediction.Known known -> addMoments(cells, known.moments());
            case Prediction.Unknown unknown -> addEmpty(cells, 3);
        }
        addMeasurement(cells, tensor);
        switch (tensor.predicted()) {
            case Prediction.Known known -> {
                cells.add(known.basis().title());
                cells.add("");
            }
            case Prediction.Unknown unknown -> {
                cells.add("");
                cells.add(unknown.reason());
            }
        }
        return cells;
    }

    private static void addMoments(List<String> cells, Moments moments) {
        cells.add(number(moments.mean()));
        cells.add(number(moments.standardDeviation()));
        cells.add(number(moments.rms()));
    }

    private static void addMeasurement(List<String> cells, TensorRecord tensor) {
        String format = tensor.format().toString();
        String applied = tensor.appliedFormat().map(TargetFormat::toString).orElse("");
        Optional<Measurement> measured = tensor.measured();
        if (measured.isEmpty()) {
            addEmpty(cells, 8);
            cells.add(format);
            cells.add(applied);
            addEmpty(cells, 6);
            return;
        }
        TensorStatistics statistics = measured.get().statistics();
        addMoments(cells, statistics.moments());
        cells.add(number(measured.get().rmsStandardError()));
        cells.add(number(statistics.amax()));
        cells.add(number(statistics.minNonzero()));
        cells.add(Long.toString(statistics.zeros()));
        cells.add(Long.toString(statistics.nonfinite()));
        cells.add(format);
        cells.add(applied);
        cells.add(number(statistics.fates().underflowFraction()));
        cells.add(number(statistics.fates().subnormalFraction()));
        cells.add(number(statistics.fates().overflowFraction()));
        cells.add(number(statistics.sqnrDecibels()));
        cells.add(statistics.verdict().label());
        cells.add(number(statistics.fates().flushedEnergyFraction()));
    }

    private static void addEmpty(List<String> cells, int count) {
        for (int i = 0; i < count; i++) {
            cells.add("");
        }
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return Double.toString(value);
    }
}
