package org.unitscope.app.histogram;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.format.FloatFormat;
import org.unitscope.format.Formats;
import org.unitscope.run.RunRecord;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;

/// Which tensor is drawn against which format. A newly selected tensor brings the format it was
/// judged in.
public final class HistogramViewModel {
    private final ReadOnlyObjectWrapper<Optional<TensorRecord>> tensor =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<FloatFormat> format = new SimpleObjectProperty<>(Formats.FP32);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty(false);
    private final ReadOnlyObjectWrapper<Optional<HistogramData>> data =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// A histogram that follows a run and a selection.
    public HistogramViewModel(ObservableValue<Optional<RunRecord>> runs, SelectionModel selection) {
        runs.subscribe(run -> show(run, selection));
        selection.selectedProperty().subscribe(key -> show(runs.getValue(), selection));
        format.subscribe(now -> rebuild());
    }

    private void show(Optional<RunRecord> run, SelectionModel selection) {
        Optional<TensorRecord> now =
                selection.selected().flatMap(key -> run.flatMap(record -> record.find(key)));
        Optional<TensorRecord> before = tensor.get();
        boolean sameTensor =
                before.map(TensorRecord::key).equals(now.map(TensorRecord::key))
                        && before.map(TensorRecord::format).equals(now.map(TensorRecord::format));
        tensor.set(now);
        if (!sameTensor) {
            now.ifPresent(shown -> format.set(shown.format()));
        }
        rebuild();
    }

    private void rebuild() {
        data.set(
                tensor.get()
                        .flatMap(TensorRecord::measured)
                        .map(measured -> HistogramData.of(measured.statistics(), format.get()))
                        .or(this::predictedOnly));
    }

    private Optional<HistogramData> predictedOnly() {
        return tensor.get().stream()
                .map(Scales::predicted)
                .filter(rms -> rms.isPresent() && rms.getAsDouble() > 0)
                .filter(rms -> Double.isFinite(rms.getAsDouble()))
                .findFirst()
                .map(rms ->
                        HistogramData.ofPrediction(Scales.log2(rms.getAsDouble()), format.get()));
    }

    /// The selected tensor.
    public ReadOnlyObjectProperty<Optional<TensorRecord>> tensorProperty() {
        return tensor.getReadOnlyProperty();
    }

    /// The format it is drawn against.
    public ObjectProperty<FloatFormat> formatProperty() {
        return format;
    }

    /// Whether shares are on a logarithmic axis.
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /// Bars and bands; bands only for a tensor that was predicted but not sampled; else empty.
    public ReadOnlyObjectProperty<Optional<HistogramData>> dataProperty() {
        return data.getReadOnlyProperty();
    }
}
