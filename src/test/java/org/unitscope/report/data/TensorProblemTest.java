package org.unitscope.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.report.data.ReportFixtures.activation;
import static org.unitscope.report.data.ReportFixtures.gradient;
import static org.unitscope.report.data.ReportFixtures.report;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unitscope.run.TensorRecord;

class TensorProblemTest {
    private static List<String> paths(ReportData data) {
        return data.runs().getFirst().problems().stream()
                .map(problem -> problem.tensor().path())
                .toList();
    }

    @Test
    void theWorstComeFirst() {
        assertThat(
                        paths(
                                report(
                                        activation("fine", 1, 2),
                                        gradient(
                                                "risk.little", 0x1p-20f, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                                        gradient("risk.more", 0x1p-20f, 0x1p-20f, 1, 1, 1),
                                        gradient("lost.half", 0x1p-20f, 0x1p-20f, 0x1p-20f, 1),
                                        gradient("lost.all", 0x1p-20f, 0x1p-20f),
                                        gradient("lost.deeper", 0x1p-30f, 0x1p-30f),
                                        activation("over.half", 1000, 1),
                                        activation("over.all", 1000, 1000),
                                        activation("broken", Float.NaN, 1))))
                .containsExactly(
                        "broken",
                        "over.all",
                        "over.half",
                        "lost.deeper",
                        "lost.all",
                        "lost.half",
                        "risk.more",
                        "risk.little");
    }

    @Test
    void equalsStayInTheOrderOfTheRun() {
        assertThat(paths(report(activation("b", 1000), activation("a", 1000))))
                .containsExactly("b", "a");
    }

    @Test
    void thePlacesOfRepeatedBlocksAreOneShownByTheWorst() {
        ReportData data =
                report(
                        gradient("blocks.0.fc", 0x1p-20f, 1, 1),
                        gradient("blocks.1.fc", 0x1p-20f, 0x1p-20f, 1),
                        gradient("blocks.2.fc", 1, 1),
                        activation("blocks.0.fc", 1000));

        List<TensorProblem> problems = data.runs().getFirst().problems();
        assertThat(paths(data)).containsExactly("blocks.0.fc", "blocks.1.fc");
        assertThat(problems.getLast().alike())
                .extracting(TensorRecord::path)
                .containsExactly("blocks.0.fc", "blocks.1.fc");
        assertThat(problems.getLast().pattern()).isEqualTo("blocks.*.fc");
        assertThat(problems).extracting(TensorProblem::rank).containsExactly(1, 2);
    }

    @Test
    void twentyAreListedAndTheOthersCounted() {
        List<TensorRecord> tensors = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            tensors.add(activation("a" + (char) ('a' + i), 1000));
        }
        RunSection run = report(tensors.toArray(TensorRecord[]::new)).runs().getFirst();

        assertThat(run.problems()).hasSize(30);
        assertThat(run.worst()).hasSize(20);
        assertThat(run.problems().get(19).advice().kind()).isEqualTo(Advice.Kind.MULTIPLY);
        assertThat(run.problems().get(20).advice().kind()).isEqualTo(Advice.Kind.NOT_ASKED);
    }
}
