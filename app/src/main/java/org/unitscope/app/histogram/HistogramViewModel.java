package org.unitscope.app.histogram;

import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.unitscope.analysis.PredictedDetails;
import org.unitscope.analysis.Prediction;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.app.tasks.TaskStatus;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.run.RunRecord;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.Measurement;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.PredictedFates;
import org.unitscope.statistics.TensorStatistics;
import org.unitscope.statistics.VerdictRule;

/// Which tensor is drawn against which format, and by how much it is moved against it. A newly
/// selected tensor brings the format it was judged in and stands where it is.
public final class HistogramViewModel {
    private final TaskRunner runner;
    private final ReadOnlyObjectWrapper<Optional<TensorRecord>> tensor =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<TargetFormat> target =
            new SimpleObjectProperty<>(TargetFormat.of(Formats.FP32));
    private final IntegerProperty shift = new SimpleIntegerProperty(0);
    private final ObjectProperty<BinWidth> binWidth = new SimpleObjectProperty<>(BinWidth.OCTAVE);
    private final BooleanProperty logarithmic = new SimpleBooleanProperty(false);
    private final ReadOnlyObjectWrapper<Optional<HistogramData>> data =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper shiftText = new ReadOnlyStringWrapper("");
    private boolean changing;

    /// A histogram that follows a run and a selection.
    public HistogramViewModel(
            ObservableValue<Optional<RunRecord>> runs,
            SelectionModel selection,
            TaskRunner runner) {
        this.runner = runner;
        runs.subscribe(run -> show(run, selection));
        selection.selectedProperty().subscribe(key -> show(runs.getValue(), selection));
        target.subscribe(now -> rebuild());
        shift.subscribe(now -> rebuild());
        binWidth.subscribe(now -> rebuild());
    }

    private void show(Optional<RunRecord> run, SelectionModel selection) {
        Optional<TensorRecord> now =
                selection.selected().flatMap(key -> run.flatMap(record -> record.find(key)));
        Optional<TensorRecord> before = tensor.get();
        boolean sameTensor =
                before.map(TensorRecord::key).equals(now.map(TensorRecord::key))
                        && before.map(TensorRecord::format).equals(now.map(TensorRecord::format));
        changing = true;
        tensor.set(now);
        if (!sameTensor) {
            shift.set(0);
            now.ifPresent(shown -> target.set(shown.format()));
        }
        changing = false;
        rebuild();
    }

    private void rebuild() {
        if (changing) {
            return;
        }
        data.set(
                statistics()
                        .map(counted ->
                                HistogramData.of(
                                        counted, target.get(), shift.get(), binWidth.get()))
                        .or(this::predictedOnly));
        shiftText.set(
                statistics()
                        .filter(counted -> counted.nonzeroFinite() > 0)
                        .map(counted -> FateText.shift(counted, target.get(), shift.get()))
                        .orElse(""));
    }

    private Optional<TensorStatistics> statistics() {
        return tensor.get().flatMap(TensorRecord::measured).map(Measurement::statistics);
    }

    /// The expected bars of the predicted law; bands alone where a stored run holds no law.
    private Optional<HistogramData> predictedOnly() {
        return expected()
                .map(statistics ->
                        HistogramData.of(statistics, target.get(), shift.get(), binWidth.get())
                                .ofLaw())
                .or(this::predictedRms);
    }

    private Optional<ElementLaw> law() {
        return tensor.get()
                .map(TensorRecord::predicted)
                .flatMap(predicted ->
                        predicted instanceof Prediction.Known known
                                ? known.details()
                                : Optional.<PredictedDetails>empty())
                .map(PredictedDetails::law);
    }

    private Optional<TensorStatistics> expected() {
        boolean telling = FormatFates.canTell(target.get());
        return law().filter(known -> telling && known.secondMoment() > 0)
                .map(known ->
                        PredictedFates.statistics(
                                known,
                                tensor.get().orElseThrow().shape().count(),
                                target.get(),
                                VerdictRule.DEFAULT));
    }

    /// The predicted law over the bars that are drawn; empty where it is the bars.
    public Optional<LawOutline> outline() {
        return data.get()
                .filter(drawn -> !drawn.predicted())
                .flatMap(drawn ->
                        law().map(known ->
                                LawOutline.of(
                                        known,
                                        drawn.shift(),
                                        drawn.low(),
                                        drawn.high(),
                                        drawn.statistics().fine().isCoarse()
                                                ? BinWidth.OCTAVE
                                                : binWidth.get())));
    }

    private Optional<HistogramData> predictedRms() {
        return tensor.get().stream()
                .map(Scales::predicted)
                .filter(rms -> rms.isPresent() && rms.getAsDouble() > 0)
                .filter(rms -> Double.isFinite(rms.getAsDouble()))
                .findFirst()
                .map(rms ->
                        HistogramData.ofPrediction(
                                Scales.log2(rms.getAsDouble()) + shift.get(),
                                target.get(),
                                shift.get()));
    }

    /// Sets the shift with the highest estimated SQNR without overflow, once it is found. Does
    /// nothing while another call is running.
    public void findBest() {
        if (runner.status().busyProperty().get()) {
            return;
        }
        TargetFormat asked = target.get();
        statistics()
                .ifPresent(counted ->
                        runner.<OptionalInt>run(
                                "Finding the best shift",
                                (progress, token) -> BestShift.of(counted, asked, token),
                                best -> showBest(best, counted, asked),
                                thrown -> shiftText.set("No best shift: " + thrown.getMessage())));
    }

    private void showBest(OptionalInt best, TensorStatistics counted, TargetFormat asked) {
        boolean stale = !asked.equals(target.get()) || !statistics().equals(Optional.of(counted));
        if (stale) {
            return;
        }
        if (best.isPresent()) {
            shift.set(best.getAsInt());
        } else {
            shiftText.set("No shift from −24 to +24 is certain to avoid overflow");
        }
    }

    /// Whether a call is running, so that [#findBest] has to wait.
    public TaskStatus status() {
        return runner.status();
    }

    /// The selected tensor.
    public ReadOnlyObjectProperty<Optional<TensorRecord>> tensorProperty() {
        return tensor.getReadOnlyProperty();
    }

    /// The format it is drawn against, and the conversion to it.
    public ObjectProperty<TargetFormat> targetProperty() {
        return target;
    }

    /// The power of two that the data is multiplied by, -24 to 24.
    public IntegerProperty shiftProperty() {
        return shift;
    }

    /// The width of the bars that is asked for.
    public ObjectProperty<BinWidth> binWidthProperty() {
        return binWidth;
    }

    /// Whether shares are on a logarithmic axis.
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /// Bars and bands: counted, or expected of a tensor that was predicted but not sampled.
    public ReadOnlyObjectProperty<Optional<HistogramData>> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /// What the shift changes, in a line.
    public ReadOnlyStringProperty shiftTextProperty() {
        return shiftText.getReadOnlyProperty();
    }
}
