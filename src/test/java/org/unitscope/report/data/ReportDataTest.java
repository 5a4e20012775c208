package org.unitscope.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unitscope.report.data.ReportFixtures.activation;
import static org.unitscope.report.data.ReportFixtures.compared;
import static org.unitscope.report.data.ReportFixtures.gradient;
import static org.unitscope.report.data.ReportFixtures.report;

import org.junit.jupiter.api.Test;
import org.unitscope.comparison.VerdictChange;
import org.unitscope.graph.Role;
import org.unitscope.run.RunFixtures;
import org.unitscope.statistics.Verdict;

class ReportDataTest {
    @Test
    void countsVerdictsAndNamesTheExtremes() {
        RunTotals totals =
                report(
                                activation("fine", 1, 2),
                                activation("over", 1000, 1, 1, 1),
                                gradient("lost", 0x1p-20f, 0x1p-20f),
                                gradient("also", 0x1p-21f))
                        .runs()
                        .getFirst()
                        .totals();

        assertThat(totals.judged()).isEqualTo(4);
        assertThat(totals.notRepresentable()).isEqualTo(3);
        assertThat(totals.of(Verdict.LOST)).isEqualTo(2);
        assertThat(totals.elements()).isEqualTo(9);
        assertThat(totals.worstFlushed().orElseThrow().tensor().path()).isEqualTo("lost");
        assertThat(totals.worstFlushed().orElseThrow().share()).isEqualTo(1);
        assertThat(totals.worstOverflow().orElseThrow().tensor().path()).isEqualTo("over");
        assertThat(totals.worstOverflow().orElseThrow().share()).isEqualTo(0.25);
    }

    @Test
    void sentencesSayTheCounts() throws Exception {
        assertThat(VerdictText.sentences(report(activation("a", 1), activation("b", 1000))))
                .containsExactly(
                        "1 of 2 tensors are not representable in their formats: 1 overflows.");
        assertThat(VerdictText.sentences(report(activation("a", 1))))
                .containsExactly("The one tensor is representable in its format.");
        assertThat(
                        VerdictText.sentences(
                                compared(
                                        RunFixtures.run("net", gradient("g", 0x1p-20f)),
                                        RunFixtures.run("net", gradient("g", 1)))))
                .containsExactly(
                        "From A (a) to B (b), 1 tensor is fixed and none is broken: 1 of 1 are not representable in A, none of 1 in B.");
    }

    @Test
    void saysWhatWasNotAnalyzed() {
        RunSection unsampled =
                report(RunFixtures.tensor("p", "add", Role.ACTIVATION, 1)).runs().getFirst();

        assertThat(VerdictText.notAnalyzed(unsampled))
                .anyMatch(gap -> gap.contains("0 of 1 tensors were sampled"))
                .anyMatch(gap -> gap.contains("1 of 1 tensors have no verdict"));
        assertThat(VerdictText.notAnalyzed(report(activation("a", 1)).runs().getFirst())).isEmpty();
    }

    @Test
    void winsAndLossesAreGroupedByPlace() throws Exception {
        ComparisonSection section =
                compared(
                                RunFixtures.run(
                                        "net",
                                        gradient("blocks.0.fc", 0x1p-20f),
                                        gradient("blocks.1.fc", 0x1p-20f, 1, 1),
                                        gradient("head", 1),
                                        gradient("old", 1)),
                                RunFixtures.run(
                                        "net",
                                        gradient("blocks.0.fc", 1),
                                        gradient("blocks.1.fc", 1, 1, 1),
                                        gradient("head", 1e6f),
                                        gradient("new.one", 1)))
                        .comparisons()
                        .getFirst();

        // Lost and at risk before: two groups, though the place is the same.
        assertThat(section.wins()).hasSize(2);
        assertThat(section.losses()).hasSize(1);
        assertThat(section.losses().getFirst().change()).isEqualTo(VerdictChange.BROKEN);
        assertThat(section.losses().getFirst().shown().b().path()).isEqualTo("head");
        assertThat(section.counts().unaligned()).isEqualTo(2);
    }

    @Test
    void agreementListsWhatIsOutsideTheBandTheFarthestFirst() {
        // Predicted scale 1; sampled 1, 2 and 8: log2 0, 1 and 3.
        Agreement agreement =
                report(
                                activation("same", 1),
                                activation("octave", 2),
                                activation("three", -8),
                                activation("zero", 0),
                                activation("near", 1.4f))
                        .runs()
                        .getFirst()
                        .agreement();

        assertThat(agreement.compared()).isEqualTo(5);
        // No number of octaves lies between 1 and 0. 1.4 is within half an octave.
        assertThat(agreement.outside())
                .extracting(point -> point.tensor().path())
                .containsExactly("zero", "three", "octave");
        assertThat(agreement.outside().get(1).octaves()).isEqualTo(3);
        assertThat(agreement.points()).hasSize(4);
    }

    @Test
    void commandsAreWordsOfAShell() {
        assertThat(RunSection.quoted("a/b-1.json")).isEqualTo("a/b-1.json");
        assertThat(RunSection.quoted("it's; rm")).isEqualTo("'it'\\''s; rm'");
        assertThat(report(activation("a", 1)).runs().getFirst().command())
                .isEqualTo(
                        "unitscope sample model.json --set batch=2 --formats fp8 --seed 1 --out hand-made");
    }
}
