package org.unitscope.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestNamesTest {
    private static final List<String> KNOWN =
            List.of("softmax", "softplus", "matmul", "layer_norm", "add", "LogSoftmax");

    @Test
    void findsATransposedOrMissingLetter() {
        assertThat(NearestNames.of("sofmax", KNOWN)).containsExactly("softmax");
        assertThat(NearestNames.of("mtamul", KNOWN)).containsExactly("matmul");
    }

    @Test
    void putsTheNearestFirstAndTiesInAlphabeticalOrder() {
        assertThat(NearestNames.of("cat", List.of("cars", "bat", "cut", "cart", "hat")))
                .containsExactly("bat", "cart", "cut");
    }

    @Test
    void ignoresCase() {
        assertThat(NearestNames.of("SOFTMAX", KNOWN)).startsWith("softmax");
    }

    @Test
    void findsNamesThatBeginWithTheGivenOne() {
        assertThat(NearestNames.of("layer", KNOWN)).containsExactly("layer_norm");
    }

    @Test
    void findsAShortNameThatTheGivenOneBeginsWith() {
        assertThat(NearestNames.of("concatenate", List.of("concat", "combine", "log")))
                .containsExactly("concat");
        assertThat(NearestNames.of("logistic", List.of("log", "softmax"))).isEmpty();
    }

    @Test
    void givesUpWhenNothingResembles() {
        assertThat(NearestNames.of("xyzzy", KNOWN)).isEmpty();
        assertThat(NearestNames.of("", KNOWN)).isEmpty();
        assertThat(NearestNames.of("q", KNOWN)).isEmpty();
    }

    @Test
    void listsARepeatedNameOnce() {
        assertThat(NearestNames.of("ad", List.of("add", "add"))).containsExactly("add");
    }
}
