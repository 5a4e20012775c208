package org.unitscope.app.derive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.unitscope.app.session.Engine;
import org.unitscope.app.session.Failure;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.tasks.TaskRunner;
import org.unitscope.factors.DerivedFactors;
import org.unitscope.factors.SampledMoments;
import org.unitscope.formula.Definition;
import org.unitscope.formula.FormulaException;

/// A function that is being written, and what follows from it; FX thread only. Whoever shows it
/// calls [#derive] a moment after the last key.
public final class DeriveViewModel {
    private static final String EXAMPLE = "x * sigmoid(k * x)";
    private static final String FORMULA_KEY = "derive.formula";

    private final Workbench workbench;
    private final TaskRunner runner;
    private final StringProperty formula = new SimpleStringProperty();
    private final StringProperty name = new SimpleStringProperty("my_function");
    private final Map<String, StringProperty> values = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<List<String>> parameters =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Nothing());
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");

    /// What is known of the function.
    public sealed interface State {
        /// No formula has been read yet.
        record Nothing() implements State {}

        /// It cannot be read.
        ///
        /// @param sentence what is wrong, and where
        record Wrong(String sentence) implements State {}

        /// Its factors.
        record Derived(DerivedFactors factors, SampledMoments sampled, Curve curve)
                implements State {}
    }

    /// Starts with the formula of last time, else an example.
    ///
    /// @param runner of its own, so that the main window goes on
    public DeriveViewModel(Workbench workbench, TaskRunner runner) {
        this.workbench = workbench;
        this.runner = runner;
        value("k").set("1.702");
        formula.subscribe(text -> {
            notice.set("");
            parameters.set(List.copyOf(Definition.parametersOf(text == null ? "" : text)));
        });
        formula.set(workbench.settings().text(FORMULA_KEY, EXAMPLE));
    }

    /// Derives the factors of what is written now; what was still being derived is dropped.
    public void derive() {
        Optional<Definition> written = definition();
        if (written.isEmpty()) {
            return;
        }
        Engine engine = workbench.engine();
        runner.run(
                "Deriving factors",
                (progress, token) -> {
                    DerivedFactors factors = engine.derive(written.get());
                    return new State.Derived(
                            factors, engine.check(factors), Curve.of(factors.formula()));
                },
                derived -> {
                    workbench.settings().putText(FORMULA_KEY, formula.get());
                    state.set(derived);
                },
                thrown -> state.set(new State.Wrong(sentence(thrown))));
    }

    private static String sentence(Throwable thrown) {
        return thrown instanceof FormulaException wrong
                ? String.valueOf(wrong.getMessage())
                : Failure.sentence(thrown);
    }

    /// What is written, if its numbers are; else says what is wrong.
    private Optional<Definition> definition() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (formula.get().isBlank()) {
            state.set(new State.Nothing());
            return Optional.empty();
        }
        for (String parameter : parameters.get()) {
            String text = value(parameter).get().strip();
            try {
                numbers.put(parameter, Double.parseDouble(text));
            } catch (NumberFormatException none) {
                state.set(
                        new State.Wrong(
                                text.isEmpty()
                                        ? "'%s' needs a number".formatted(parameter)
                                        : "'%s' needs a number, not '%s'"
                                                .formatted(parameter, text)));
                return Optional.empty();
            }
        }
        Definition written =
                new Definition(name.get().strip(), "", formula.get().strip(), numbers, "");
        return Optional.of(written);
    }

    /// Writes the function that is shown as a rule file, under the name that is written.
    public void save(Path file) {
        Engine engine = workbench.engine();
        definition()
                .ifPresent(function ->
                        runner.run(
                                "Writing " + file.getFileName(),
                                (progress, token) -> {
                                    engine.writeRule(function, file);
                                    return file;
                                },
                                written -> notice.set("Written to " + written),
                                thrown -> notice.set("Not written: " + sentence(thrown))));
    }

    /// A file name for the function.
    public String fileName() {
        return name.get().strip().replace('_', '-') + ".json";
    }

    /// Whether what is shown can be saved: both factors are known.
    public boolean isUsable() {
        return state.get() instanceof State.Derived derived && derived.factors().isUsable();
    }

    /// What should be known about the factors that are shown, a line each.
    public List<String> warnings() {
        List<String> lines = new ArrayList<>();
        if (state.get() instanceof State.Derived derived) {
            lines.addAll(derived.factors().ideal().warnings());
            lines.addAll(derived.sampled().disagreements(derived.factors().ideal()));
        }
        return lines;
    }

    /// The function of x.
    public StringProperty formulaProperty() {
        return formula;
    }

    /// What models will call it.
    public StringProperty nameProperty() {
        return name;
    }

    /// The names in the formula that need a number.
    public ReadOnlyObjectProperty<List<String>> parametersProperty() {
        return parameters.getReadOnlyProperty();
    }

    /// The number of a parameter as typed; kept while its name is not in the formula.
    public StringProperty value(String parameter) {
        return values.computeIfAbsent(parameter, key -> new SimpleStringProperty("1"));
    }

    /// What is known.
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What became of saving.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
