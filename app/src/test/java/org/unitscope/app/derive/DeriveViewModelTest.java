package org.unitscope.app.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.derive.DeriveViewModel.State;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.operators.OperatorCatalogue;

/// The states of the window without a toolkit, with the real engine.
class DeriveViewModelTest {
    @TempDir private Path folder = Path.of("");

    private DeriveViewModel model = create();

    private DeriveViewModel create() {
        Workbench workbench =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        return new DeriveViewModel(workbench, new DirectRunner());
    }

    @BeforeEach
    void start() {
        model = create();
    }

    private void derive(String formula) {
        model.formulaProperty().set(formula);
        model.derive();
    }

    private State.Derived derived() {
        assertThat(model.stateProperty().get()).isInstanceOf(State.Derived.class);
        return (State.Derived) model.stateProperty().get();
    }

    private double forward() {
        return derived().factors().ideal().forward().known().orElseThrow().value();
    }

    @Test
    void theExampleIsDerivedAsTheCommandLineDoes() {
        assertThat(model.parametersProperty().get()).containsExactly("k");
        model.derive();

        assertThat(forward()).isCloseTo(1.709358590, within(1e-9));
        assertThat(derived().curve().value()[240]).isZero();
        assertThat(derived().curve().slope()[240]).isEqualTo(0.5);
        assertThat(model.isUsable()).isTrue();
        assertThat(model.warnings()).isEmpty();
    }

    @Test
    void parametersFollowTheFormulaAndKeepTheirNumbers() {
        model.value("k").set("1");
        model.derive();
        assertThat(forward()).isCloseTo(1.787188, within(1e-6));
        model.formulaProperty().set("a * relu(x) + sin(b2*x) + 1e3");
        assertThat(model.parametersProperty().get()).containsExactly("a", "b2");
        model.formulaProperty().set("x * sigmoid(k * x)");
        assertThat(model.value("k").get()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x * sigmod(x)|column 5: there is no function 'sigmod'; did you mean sigmoid?",
                "x +|it ends where a number, x or a function must follow",
                "abs(sin(1 / x))|at more than 1000 places"
            })
    void whatIsWrongIsSaidAndCannotBeSaved(String formula, String sentence) {
        derive(formula);
        assertThat(model.stateProperty().get())
                .isInstanceOfSatisfying(
                        State.Wrong.class,
                        wrong -> assertThat(wrong.sentence()).contains(sentence));
        assertThat(model.isUsable()).isFalse();
    }

    @Test
    void aParameterThatIsNoNumberIsSaid() {
        model.value("k").set("one");
        model.derive();
        assertThat(model.stateProperty().get())
                .isEqualTo(new State.Wrong("'k' needs a number, not 'one'"));
        model.value("k").set(" ");
        model.derive();
        assertThat(model.stateProperty().get()).isEqualTo(new State.Wrong("'k' needs a number"));
        derive("  ");
        assertThat(model.stateProperty().get()).isInstanceOf(State.Nothing.class);
    }

    @Test
    void whatHasNoBackwardFactorIsShownButNotSaved() {
        derive("step(x)");
        assertThat(forward()).isCloseTo(2, within(1e-12));
        assertThat(model.isUsable()).isFalse();
        derive("exp(4 * x)");
        assertThat(model.warnings()).hasSizeGreaterThan(1);
    }

    @Test
    void aRuleFileIsWrittenUnderItsName() throws IOException {
        model.nameProperty().set("quick_gelu");
        model.derive();
        assertThat(model.fileName()).isEqualTo("quick-gelu.json");
        Path file = folder.resolve(model.fileName());
        model.save(file);
        assertThat(model.noticeProperty().get()).isEqualTo("Written to " + file);
        assertThat(Files.readString(file))
                .contains("\"unitscope-operator\"", "\"quick_gelu\"", "\"k\": 1.702", "1.70935858");

        model.nameProperty().set("gelu");
        model.save(folder.resolve("other.json"));
        assertThat(model.noticeProperty().get())
                .isEqualTo("Not written: 'gelu' is an operator already; choose another name");
        assertThat(folder.resolve("other.json")).doesNotExist();
    }

    @Test
    void theFormulaIsRemembered() {
        derive("tanh(x)");
        assertThat(create().formulaProperty().get()).isEqualTo("tanh(x)");
        derive("tanh(");
        assertThat(create().formulaProperty().get()).isEqualTo("tanh(x)");
    }
}
