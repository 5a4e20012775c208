package org.unitscope.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.report.ReportViewModel.State;
import org.unitscope.app.runs.RunHistory;
import org.unitscope.app.session.StandardEngine;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.settings.Settings;
import org.unitscope.cli.Console;
import org.unitscope.cli.Unitscope;
import org.unitscope.operators.OperatorCatalogue;

/// The states of the window without a toolkit, with the real engine.
class ReportViewModelTest {
    private static final Path UNSCALED = Path.of("../sample-runs/mlp-fp8");
    private static final Map<String, Double> SMALL = Map.of("batch", 8.0, "width", 32.0);

    @TempDir private Path folder = Path.of("");
    private Workbench workbench = workbench();
    private ReportViewModel model = model();

    private Workbench workbench() {
        return new Workbench(
                new StandardEngine(OperatorCatalogue.standard()),
                new DirectRunner(),
                new Settings(folder.resolve("settings.properties")));
    }

    private ReportViewModel model() {
        return new ReportViewModel(
                workbench,
                new DirectRunner(),
                new DirectRunner(),
                new RunHistory(workbench.runProperty()));
    }

    @BeforeEach
    void start() {
        workbench = workbench();
        model = model();
    }

    private State.Shown shown() {
        assertThat(model.stateProperty().get()).isInstanceOf(State.Shown.class);
        return (State.Shown) model.stateProperty().get();
    }

    private static double brightness(BufferedImage image) {
        int pixel = image.getRGB(5, 5);
        return ((pixel >> 16 & 255) + (pixel >> 8 & 255) + (pixel & 255)) / (3 * 255.0);
    }

    @Test
    void withoutARunThereIsNothing() {
        model.propose();
        assertThat(model.stateProperty().get()).isEqualTo(new State.Nothing());
        model.turnTo(1);
        model.save(folder.resolve("none.html"));
        assertThat(folder.resolve("none.html")).doesNotExist();
    }

    @Test
    void whatTheMainWindowShowsIsReportedPageByPage() {
        workbench.open(Path.of("../model-zoo/mlp.json"), SMALL);
        workbench.sample();
        model.propose();
        assertThat(shown().data().title()).isEqualTo("mlp");
        assertThat(shown().count()).isGreaterThan(2);
        BufferedImage first = model.imageProperty().get().orElseThrow();
        // Landscape A4.
        assertThat(first.getWidth() / (double) first.getHeight()).isBetween(1.41, 1.42);
        model.turnTo(1);
        assertThat(model.pageProperty().get()).isEqualTo(1);
        assertThat(model.imageProperty().get().orElseThrow()).isNotSameAs(first);
        model.turnTo(1000);
        assertThat(model.pageProperty().get()).isEqualTo(shown().count() - 1);
        model.turnTo(-1);
        assertThat(model.pageProperty().get()).isZero();
    }

    /// Every kind of file from the window has the bytes of the command line's.
    @Test
    void filesAreThoseOfTheCommandLine() throws IOException {
        model.takeFolder(UNSCALED, true);
        model.takeFolder(UNSCALED, false);
        for (String kind : List.of("html", "pdf", "md", "json", "csv")) {
            Path here = folder.resolve("here." + kind);
            model.save(here);
            assertThat(model.noticeProperty().get()).isEqualTo("Written to " + here);
            Path there = folder.resolve("there." + kind);
            write(kind.equals("json") || kind.equals("csv") ? "--" + kind : "-o", there);

            assertThat(Files.mismatch(here, there)).as(kind).isEqualTo(-1);
        }
    }

    private static void write(String option, Path file) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        String run = UNSCALED.toAbsolutePath().normalize().toString();
        assertThat(
                        Unitscope.run(
                                new Console(nowhere, nowhere, false, 100),
                                (model, sizes) -> 0,
                                "report",
                                run,
                                run,
                                option,
                                file.toString()))
                .isZero();
    }

    @Test
    void aRunHeldAgainstAnotherIsAComparison() {
        model.takeFolder(Path.of("../sample-runs/transformer-ffn-fp16"), true);
        model.takeFolder(UNSCALED, false);
        assertThat(shown().data().isComparison()).isTrue();
        assertThat(shown().data().runs().getFirst().run().spec().modelName())
                .as("what the other is held against")
                .isEqualTo("transformer-ffn");
        model.againstProperty().set(Optional.empty());
        assertThat(shown().data().isComparison()).isFalse();
    }

    @Test
    void darkPaperIsDark() {
        model.takeFolder(UNSCALED, false);
        assertThat(brightness(model.imageProperty().get().orElseThrow())).isGreaterThan(0.95);
        model.turnTo(1);
        model.darkProperty().set(true);
        assertThat(model.pageProperty().get()).isZero();
        assertThat(brightness(model.imageProperty().get().orElseThrow())).isLessThan(0.2);
    }

    @Test
    void aFolderThatIsNoRunIsToldAndTheNextOneIsShown() {
        model.takeFolder(folder, false);
        assertThat(model.stateProperty().get()).isInstanceOf(State.Failed.class);
        model.takeFolder(UNSCALED, false);
        assertThat(shown().count()).isPositive();
        model.save(folder.resolve("missing").resolve("report.html"));
        assertThat(model.noticeProperty().get()).startsWith("Not written: ");
    }
}
