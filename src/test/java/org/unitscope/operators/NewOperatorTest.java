package org.unitscope.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.graph.LoadedModel;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.report.OperatorReferenceWriter;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.page.ReportPage;
import org.unitscope.run.Outline;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.Runs;
import org.unitscope.run.Scales;
import org.unitscope.run.TensorRecord;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;

/// A new operator, given to the catalogue and nothing else, goes through validation, both engines,
/// the operator table and the records the window draws.
class NewOperatorTest {
    private static final OperatorCatalogue CATALOGUE =
            OperatorCatalogue.standard().with(new Squareplus());

    @TempDir private Path folder = Path.of("");

    private LoadedModel load() throws Exception {
        Path file = folder.resolve("m.json");
        String mlp = Files.readString(Path.of("../model-zoo/mlp.json"));
        Files.writeString(file, mlp.replace("\"relu\", \"inputs\"", "\"squareplus\", \"inputs\""));
        return JsonModels.load(file, Map.of("width", 256.0), CATALOGUE);
    }

    @Test
    void flowsThroughValidationAnalysisSamplingAndRecords() throws Exception {
        RunRequest request = new RunRequest(load(), PrecisionRecipe.parse("fp8"), 1, true, 2);
        RunRecord run = Runs.execute(request, CATALOGUE, Progress.NONE, CancellationToken.NONE);

        TensorRecord tensor =
                run.tensors().stream()
                        .filter(t -> t.path().equals("first_relu"))
                        .findFirst()
                        .orElseThrow();
        assertThat(tensor.operator()).isEqualTo("squareplus");
        // 64 · 256 elements of a Gaussian: the RMS scatters by about 1 %.
        assertThat(Scales.deviation(tensor).orElseThrow()).isCloseTo(0, within(0.05));
        assertThat(Outline.of(run).flattened()).anyMatch(item -> item.path().equals("first_relu"));
        assertThat(ReportPage.of(ReportData.of("new", run), ChartTheme.LIGHT))
                .contains("<td class=\"l\">squareplus</td>");
    }

    @Test
    void standsInTheOperatorTable() {
        assertThat(OperatorReferenceWriter.markdown(CATALOGUE))
                .contains("| [`squareplus`](#squareplus) |", "## squareplus", "Barron 2021");
    }

    @Test
    void isUnknownWithoutTheCatalogueLine() {
        assertThatThrownBy(() -> OperatorCatalogue.standard().require("squareplus"))
                .hasMessageContaining("unknown operator 'squareplus'");
        assertThatThrownBy(() -> CATALOGUE.with(new Squareplus()))
                .hasMessageContaining("operator 'squareplus' repeats");
    }
}
