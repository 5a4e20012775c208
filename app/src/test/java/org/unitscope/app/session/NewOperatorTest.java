package org.unitscope.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.details.DetailsViewModel;
import org.unitscope.app.heatmap.HeatmapViewModel;
import org.unitscope.app.histogram.HistogramViewModel;
import org.unitscope.app.selection.TensorFilter;
import org.unitscope.app.settings.Settings;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.ElementwiseUnary;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.OperatorDoc;

/// An operator that only this test knows reaches every view model of the window.
class NewOperatorTest {
    @TempDir private Path folder = Path.of("");

    /// `y = (x + √(x² + 4)) / 2` (Barron 2021, arXiv 2112.11687).
    private static final class Squareplus extends ElementwiseUnary {
        @Override
        public OperatorDoc doc() {
            return new OperatorDoc(
                    "squareplus",
                    "Squareplus",
                    "A smooth ReLU without an exponential.",
                    "y = (x + √(x² + 4)) / 2",
                    "Barron 2021, arXiv 2112.11687");
        }

        @Override
        protected float value(float x) {
            return 0.5f * (x + (float) Math.sqrt(x * x + 4));
        }

        @Override
        protected float derivative(float x) {
            return 0.5f * (1 + x / (float) Math.sqrt(x * x + 4));
        }

        @Override
        protected double value(double x) {
            return 0.5 * (x + Math.sqrt(x * x + 4));
        }

        @Override
        protected double derivative(double x) {
            return 0.5 * (1 + x / Math.sqrt(x * x + 4));
        }
    }

    @Test
    void isDrawnLikeAnyOther() throws Exception {
        Path model = folder.resolve("m.json");
        String mlp = Files.readString(Path.of("../model-zoo/mlp.json"));
        Files.writeString(model, mlp.replace("\"relu\", \"inputs\"", "\"squareplus\", \"inputs\""));
        OperatorCatalogue catalogue = OperatorCatalogue.standard().with(new Squareplus());
        Workbench workbench =
                new Workbench(
                        new StandardEngine(catalogue),
                        new DirectRunner(),
                        new Settings(folder.resolve("settings.properties")));
        HeatmapViewModel heatmap =
                new HeatmapViewModel(
                        workbench.runProperty(),
                        new SimpleObjectProperty<>(TensorFilter.NONE),
                        workbench.selection());
        HistogramViewModel histogram =
                new HistogramViewModel(
                        workbench.runProperty(), workbench.selection(), new DirectRunner());
        DetailsViewModel details =
                new DetailsViewModel(workbench.runProperty(), workbench.selection());

        workbench.open(model, Map.of("batch", 4.0, "width", 16.0, "classes", 8.0));
        workbench.sample();
        workbench.selection().select(new TensorKey(OutputRef.of("first_relu"), Role.ACTIVATION));

        assertThat(heatmap.selectedRow()).isNotNegative();
        assertThat(histogram.tensorProperty().get().orElseThrow().operator())
                .isEqualTo("squareplus");
        assertThat(histogram.dataProperty().get().orElseThrow().isCounted()).isTrue();
        assertThat(details.nodeProperty().get().orElseThrow().path()).isEqualTo("first_relu");
    }
}
