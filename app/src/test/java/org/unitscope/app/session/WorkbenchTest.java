package org.unitscope.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.analysis.Prediction;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.factors.FactorsViewModel;
import org.unitscope.app.settings.Settings;
import org.unitscope.cli.Console;
import org.unitscope.cli.Unitscope;
import org.unitscope.graph.CanonicalText;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRecord;

/// The session behind the window, with the real engine and no toolkit.
class WorkbenchTest {
    private static final Path MLP = Path.of("../model-zoo/mlp.json");
    private static final Map<String, Double> SMALL =
            Map.of("batch", 4.0, "width", 16.0, "classes", 8.0);

    @TempDir private Path folder = Path.of("");

    private final DirectRunner runner = new DirectRunner();
    private Workbench workbench = create();

    private Workbench create() {
        return new Workbench(
                new StandardEngine(OperatorCatalogue.standard()),
                runner,
                new Settings(folder.resolve("settings.properties")));
    }

    @BeforeEach
    void start() {
        workbench = create();
    }

    private RunRecord run() {
        return workbench.runProperty().get().orElseThrow();
    }

    @Test
    void openingPredictsAndSelectsTheFirstResult() {
        workbench.open(MLP, SMALL);

        assertThat(workbench.failureProperty().get()).isEmpty();
        assertThat(run().spec().modelName()).isEqualTo("mlp");
        assertThat(run().measuredCount()).isZero();
        assertThat(workbench.selection().selected().orElseThrow().role())
                .isEqualTo(Role.ACTIVATION);
        assertThat(workbench.settings().recentFiles())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("mlp.json");
    }

    @Test
    void samplingKeepsTheSelection() {
        workbench.open(MLP, SMALL);
        var key = run().tensors().get(9).key();
        workbench.selection().select(key);
        workbench.sample();

        assertThat(run().measuredCount()).isEqualTo(run().tensors().size());
        assertThat(workbench.selection().selected()).contains(key);
    }

    @Test
    void aBadFileLeavesModelAndRunAsTheyWere() throws IOException {
        workbench.open(MLP, SMALL);
        RunRecord before = run();
        Path bad = folder.resolve("bad.json");
        Files.writeString(
                bad,
                Files.readString(MLP).replace("\"relu\", \"inputs\"", "\"rellu\", \"inputs\""));
        workbench.open(bad, Map.of());

        assertThat(run()).isSameAs(before);
        Failure failure = workbench.failureProperty().get().orElseThrow();
        assertThat(failure.title()).isEqualTo("Could not open bad.json");
        assertThat(failure.problems())
                .hasSize(2)
                .allMatch(p -> p.what().contains("did you mean relu"));
        assertThat(workbench.settings().recentFiles()).hasSize(1);
    }

    @Test
    void aBadRecipeOrSeedIsSaidAndNothingRuns() {
        workbench.open(MLP, SMALL);
        RunRecord before = run();
        workbench.recipeProperty().set("fp9");
        workbench.sample();
        assertThat(workbench.failureProperty().get().orElseThrow().problems().getFirst().what())
                .contains("unknown base 'fp9'");
        workbench.recipeProperty().set("fp16");
        workbench.seedProperty().set("one");
        workbench.sample();
        assertThat(workbench.failureProperty().get().orElseThrow().problems().getFirst().what())
                .contains("must be a whole number");
        assertThat(run()).isSameAs(before);
    }

    @Test
    void aSchemeRewritesWhatIsOpenAndSurvivesARestart() {
        workbench.open(MLP, SMALL);
        double before = weight(run());
        workbench.schemeProperty().set("unit:library");
        workbench.analyze();

        assertThat(run().spec().scheme()).isEqualTo("unit:library");
        assertThat(before).isNotEqualTo(1);
        assertThat(weight(run())).isEqualTo(1);
        assertThat(workbench.schemedProperty().get().orElseThrow().log().node("readout"))
                .isPresent();
        workbench.schemeProperty().set("none");
        workbench.sample();
        assertThat(run().spec().scheme()).isEmpty();
        assertThat(weight(run())).isEqualTo(before);

        workbench.schemeProperty().set("loss-scale=2^4");
        workbench.analyze();
        Workbench later =
                new Workbench(
                        new StandardEngine(OperatorCatalogue.standard()),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        assertThat(later.schemeProperty().get()).isEqualTo("loss-scale=2^4");
    }

    private static double weight(RunRecord run) {
        return run.tensors().stream()
                .filter(tensor -> tensor.path().equals("readout.weight"))
                .filter(tensor -> tensor.key().role() == Role.WEIGHT)
                .map(tensor -> ((Prediction.Known) tensor.predicted()).moments().rms())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSchemeThatIsNoneIsSaidAndNothingRuns() {
        workbench.open(MLP, SMALL);
        RunRecord before = run();
        workbench.schemeProperty().set("unit:papr");
        workbench.sample();

        assertThat(run()).isSameAs(before);
        assertThat(workbench.failureProperty().get().orElseThrow().problems().getFirst().what())
                .contains("no preset is called 'papr'");
    }

    /// The choice returns to what is shown.
    @Test
    void aModelThatDoesNotAllowASchemeStaysAsItWas() {
        Path scaled = Path.of("../model-zoo/accuracy/mlp-unit.json");
        workbench.open(scaled, Map.of("batch", 4.0, "width", 16.0, "classes", 8.0));
        RunRecord before = run();
        workbench.schemeProperty().set("unit:paper");
        workbench.analyze();

        assertThat(run()).isSameAs(before);
        assertThat(workbench.schemeProperty().get()).isEqualTo("none");
        assertThat(workbench.failureProperty().get().orElseThrow().problems().getFirst().what())
                .contains("unit-scaled already");
    }

    @Test
    void openedWithARememberedSchemeThatItDoesNotAllowItIsOpenedAsItIs() {
        workbench.schemeProperty().set("unit:paper");
        workbench.open(
                Path.of("../model-zoo/accuracy/mlp-unit.json"),
                Map.of("batch", 4.0, "width", 16.0, "classes", 8.0));

        assertThat(run().spec().scheme()).isEmpty();
        assertThat(workbench.schemeProperty().get()).isEqualTo("none");
        assertThat(workbench.noticeProperty().get()).startsWith("Opened without scheme: ");
    }

    @Test
    void factorsFollowSchemeAndSelection() {
        FactorsViewModel factors =
                new FactorsViewModel(workbench.schemedProperty(), workbench.selection());
        assertThat(factors.linesProperty().get()).singleElement().asString().contains("Analyze");
        workbench.open(MLP, SMALL);
        assertThat(factors.linesProperty().get())
                .singleElement()
                .asString()
                .contains("as it was read");
        workbench.schemeProperty().set("unit:library");
        workbench.analyze();
        workbench.selection().select(new TensorKey(OutputRef.of("readout"), Role.ACTIVATION));
        assertThat(factors.linesProperty().get())
                .contains(
                        "readout (linear)",
                        "  result × 0.06250: fan_in^-1 = 0.06250 (fan_in = 16)");
        workbench.selection().select(new TensorKey(OutputRef.of("readout.weight"), Role.WEIGHT));
        assertThat(factors.linesProperty().get()).contains("  to normal(mean 0.0, std 1.0)");
    }

    @Test
    void aCancelledSampleStaysAsAPartialRun() {
        workbench.open(MLP, SMALL);
        AtomicInteger polls = new AtomicInteger();
        runner.cancelWhen(() -> polls.incrementAndGet() > 120);
        workbench.sample();

        assertThat(run().isPartial()).isTrue();
        assertThat(run().measuredCount()).isPositive();
    }

    @Test
    void changedSizesOpenTheModelAgain() {
        workbench.open(MLP, SMALL);
        workbench.changeSizes(Map.of("batch", 9.0));

        assertThat(run().spec().symbols()).containsEntry("batch", 9.0).containsEntry("width", 16.0);
    }

    @Test
    void aSavedRunOpensAgainAndCanBeSampled() {
        workbench.open(MLP, SMALL);
        workbench.sample();
        RunRecord before = run();
        workbench.saveRun(folder.resolve("run"));
        assertThat(workbench.noticeProperty().get()).contains("Run saved in ");
        workbench.openRun(folder.resolve("run"));

        assertThat(run().spec()).isEqualTo(before.spec());
        assertThat(run().measuredCount()).isEqualTo(before.measuredCount());
    }

    /// What the window exports has the bytes of the command line's, of a run as it is opened.
    @Test
    void exportsAreThoseOfTheCommandLine() throws IOException {
        workbench.openRun(Path.of("../sample-runs/gpt-mini-fp8-unit"));
        for (ExportKind kind : ExportKind.values()) {
            Path here = folder.resolve(kind.fileName("here"));
            workbench.export(kind, here);
            assertThat(workbench.failureProperty().get()).as(kind.title()).isEmpty();
            String there = folder.resolve(kind.fileName("there")).toString();
            String run = "../sample-runs/gpt-mini-fp8-unit";
            String model = "../model-zoo/gpt-mini.json";
            String printed =
                    switch (kind) {
                        case NETRON -> run("export", run, "--netron", there);
                        case NODE_DATA -> run("export", run, "--model-explorer", there);
                        case GRAPH -> run("export", run, "--model-explorer-graph", there);
                        case LISTING -> run("export", run, "--listing");
                        case FACTORS ->
                                run("rewrite", model, "--preset", "paper", "--factors", there);
                    };

            assertThat(Files.readString(here))
                    .as(kind.title())
                    .isEqualTo(
                            kind == ExportKind.LISTING
                                    ? printed
                                    : Files.readString(Path.of(there)));
        }
    }

    /// A saved run of a rewritten model keeps what the scheme did, also when it is saved again.
    @Test
    void aSavedRunKeepsTheLogOfItsScheme() throws IOException {
        workbench.open(MLP, SMALL);
        workbench.schemeProperty().set("unit:paper");
        workbench.analyze();
        workbench.saveRun(folder.resolve("run"));
        String log = Files.readString(folder.resolve("run").resolve("rewrite-log.json"));
        assertThat(log).contains("\"scheme\" : \"unit:paper\"");
        workbench.openRun(folder.resolve("run"));
        workbench.saveRun(folder.resolve("again"));

        assertThat(folder.resolve("again").resolve("rewrite-log.json")).hasContent(log);
    }

    /// What a changed model would tell is not what the run was.
    @Test
    void aRunWhoseModelHasChangedIsNotExportedWithTheNewOne() throws IOException {
        Path model = folder.resolve("model.json");
        Files.copy(MLP, model);
        workbench.open(model, SMALL);
        workbench.saveRun(folder.resolve("run"));
        Files.writeString(model, Files.readString(model) + "\n");
        workbench.openRun(folder.resolve("run"));
        workbench.export(ExportKind.LISTING, folder.resolve("listing.txt"));

        assertThat(workbench.failureProperty().get().orElseThrow().problems().getFirst().what())
                .contains("the model has changed since the run");
        assertThat(folder.resolve("listing.txt")).doesNotExist();
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        int code =
                Unitscope.run(
                        new Console(printed, nowhere, false, 100), (file, sizes) -> 0, arguments);
        assertThat(code).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    /// What is saved opens as the same graph, at its sizes, with its factors.
    @Test
    void theModelIsSavedAsItIs() {
        workbench.open(MLP, SMALL);
        String plain = CanonicalText.of(workbench.modelProperty().get().orElseThrow().graph());
        workbench.saveModel(folder.resolve("variant.json"));
        workbench.schemeProperty().set("unit:paper");
        workbench.analyze();
        String unit = CanonicalText.of(workbench.modelProperty().get().orElseThrow().graph());
        workbench.saveModel(folder.resolve("unit.json"));
        workbench.schemeProperty().set("none");

        workbench.open(folder.resolve("variant.json"), Map.of());
        assertThat(CanonicalText.of(workbench.modelProperty().get().orElseThrow().graph()))
                .isEqualTo(plain);
        workbench.open(folder.resolve("unit.json"), Map.of());
        assertThat(CanonicalText.of(workbench.modelProperty().get().orElseThrow().graph()))
                .isEqualTo(unit)
                .isNotEqualTo(plain);
    }

    @Test
    void savingOverForeignFilesIsRefused() throws IOException {
        workbench.open(MLP, SMALL);
        Path foreign = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(foreign.resolve("thesis.txt"), "years of work");
        workbench.saveRun(foreign);

        assertThat(workbench.failureProperty().get()).isPresent();
        assertThat(foreign.resolve("manifest.json")).doesNotExist();
    }
}
