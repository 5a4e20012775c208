package org.unitscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unitscope.analysis.Explanation.Step;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;

class PathSectionTest {
    private static Step step(String path, String operator, double octaves) {
        TensorKey key = new TensorKey(OutputRef.of(path), Role.ACTIVATION);
        return new Step(key, path, operator, 1, octaves, 1);
    }

    private static List<Step> layers(int count) {
        List<Step> path = new ArrayList<>(List.of(step("embedding", "embedding", 0)));
        for (int i = 0; i < count; i++) {
            path.add(step("blocks." + i + ".mixed", "add", 0.5));
            path.add(step("blocks." + i + ".out", "add", 0.25));
        }
        path.add(step("head", "linear", -1));
        return path;
    }

    private static List<String> titles(List<PathSection> sections) {
        return sections.stream().map(PathSection::title).toList();
    }

    @Test
    void alikeBlocksAreFoldedBehindTheFirst() {
        List<PathSection> sections = PathSection.of(layers(12));

        assertThat(titles(sections))
                .containsExactly(
                        "embedding",
                        "blocks.0.mixed",
                        "blocks.0.out",
                        "blocks.1 … blocks.11",
                        "head");
        assertThat(sections.get(3).blocks()).isEqualTo(11);
        assertThat(sections.get(3).steps()).hasSize(22);
        assertThat(sections.get(3).octaves()).isCloseTo(11 * 0.75, within(1e-12));
    }

    @Test
    void nothingIsLost() {
        List<Step> path = layers(7);

        assertThat(PathSection.of(path).stream().flatMap(section -> section.steps().stream()))
                .containsExactlyElementsOf(path);
    }

    @Test
    void twoAlikeAreShownAsTheyAre() {
        assertThat(PathSection.of(layers(2))).noneMatch(PathSection::isFolded);
        assertThat(PathSection.of(layers(3))).anyMatch(PathSection::isFolded);
    }

    @Test
    void aBlockWithOtherStepsIsNotFolded() {
        List<Step> path = layers(6);
        path.set(6, step("blocks.2.out", "linear", 0));

        assertThat(titles(PathSection.of(path)))
                .containsExactly(
                        "embedding",
                        "blocks.0.mixed",
                        "blocks.0.out",
                        "blocks.1.mixed",
                        "blocks.1.out",
                        "blocks.2.mixed",
                        "blocks.2.out",
                        "blocks.3.mixed",
                        "blocks.3.out",
                        "blocks.4 … blocks.5",
                        "head");
    }
}
