package org.unitscope.app.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.unitscope.app.DirectRunner;
import org.unitscope.app.RunFixtures;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Role;
import org.unitscope.run.RunRecord;
import org.unitscope.statistics.FormatFates;
import org.unitscope.statistics.TensorStatistics;

class HistogramViewModelTest {
    private static final RunRecord RUN =
            RunFixtures.run(
                    "m",
                    true,
                    List.of(
                            RunFixtures.tensor(
                                    "a",
                                    Role.ACTIVATION,
                                    1e-4,
                                    Formats.FP8_E4M3,
                                    RunFixtures.bell(4096, 1e-4)),
                            RunFixtures.tensor(
                                    "b", Role.ACTIVATION, 1, Formats.FP8_E5M2, 1, 2, 3)));

    private final SelectionModel selection = new SelectionModel();
    private final HistogramViewModel model =
            new HistogramViewModel(
                    new SimpleObjectProperty<>(Optional.of(RUN)), selection, new DirectRunner());

    @BeforeEach
    void select() {
        selection.select(RunFixtures.key("a", Role.ACTIVATION));
    }

    @Test
    void aShiftMovesBarsAndTellsWhatItChanges() {
        int before = model.dataProperty().get().orElseThrow().bars().getLast().octave();
        model.shiftProperty().set(9);

        assertThat(model.dataProperty().get().orElseThrow().bars().getLast().octave())
                .isEqualTo(before + 9);
        assertThat(model.shiftTextProperty().get())
                .startsWith("× 2⁹: flushed ")
                .contains(" → ", "overflow 0 % → 0 %", "SQNR", "~");
    }

    @Test
    void anotherTensorStandsWhereItIsInItsOwnFormat() {
        model.shiftProperty().set(5);
        model.targetProperty().set(TargetFormat.of(Formats.BF16));
        selection.select(RunFixtures.key("b", Role.ACTIVATION));

        assertThat(model.shiftProperty().get()).isZero();
        assertThat(model.targetProperty().get()).isEqualTo(TargetFormat.of(Formats.FP8_E5M2));
    }

    /// A bell of 1e-4 reaches 6 sigma at most: amax is above 2^-12 and below 2^-10, so that 464
    /// leaves 18 or 19 octaves.
    @Test
    void theBestShiftDoesNotOverflow() {
        model.findBest();

        int best = model.shiftProperty().get();
        assertThat(best).isBetween(8, 20);
        double chosen = sqnr(best);
        for (int shift = -24; shift <= 24; shift++) {
            var fates =
                    Judgment.of(statistics(), model.targetProperty().get(), shift).orElseThrow();
            if (fates.overflow().high() == 0) {
                assertThat(sqnr(shift)).isLessThanOrEqualTo(chosen);
            }
        }
    }

    private TensorStatistics statistics() {
        return model.dataProperty().get().orElseThrow().statistics();
    }

    private double sqnr(int shift) {
        return FormatFates.of(statistics(), model.targetProperty().get(), shift)
                .sqnrDecibels()
                .estimate();
    }

    @Test
    void aFormatThatCannotBeToldHasBarsButNoBands() {
        model.targetProperty().set(TargetFormat.of(Formats.require("int8_per_channel")));

        HistogramData data = model.dataProperty().get().orElseThrow();
        assertThat(data.bands()).isEmpty();
        assertThat(data.bars()).isNotEmpty();
        assertThat(model.shiftTextProperty().get()).contains("each channel");
    }
}
