package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.graph.LoadedModel;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunStore;
import org.unitscope.sampling.PrecisionRecipe;

/// Cancellation as Ctrl+C causes it, by a token that trips after some polls.
class ExecutionTest {
    @TempDir private Path folder = Path.of("");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console() {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Console(stream, stream, false, 100);
    }

    private static RunRequest request() throws Exception {
        LoadedModel model =
                JsonModels.load(
                        Path.of("../model-zoo/gpt-mini.json"),
                        Map.of("batch", 1.0, "sequence", 8.0),
                        OperatorCatalogue.standard());
        return new RunRequest(model, PrecisionRecipe.parse("fp8"), 1, true, 1);
    }

    @Test
    void aPartialRunIsKeptAndSaid() throws Exception {
        AtomicInteger polls = new AtomicInteger();
        Path kept = folder.resolve("run");

        var run =
                Execution.run(
                        console(),
                        request(),
                        Optional.of(kept),
                        () -> polls.incrementAndGet() > 2000);

        assertThat(run.orElseThrow().isPartial()).isTrue();
        assertThat(RunStore.read(kept).isPartial()).isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "cancelled; keeping "
                                + run.orElseThrow().measuredCount()
                                + " of 368 tensors in ");
    }

    @Test
    void cancelledBeforeAnythingKeepsNothing() throws Exception {
        Path kept = folder.resolve("run");

        assertThat(Execution.run(console(), request(), Optional.of(kept), () -> true)).isEmpty();
        assertThat(kept).doesNotExist();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("cancelled; nothing kept");
    }
}
