package org.unitscope.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkbenchLauncherTest {
    @Test
    void aMissingToolkitIsOneLineWithTheRemedy() {
        Throwable wrapped =
                new RuntimeException(
                        "Exception in Application init",
                        new UnsatisfiedLinkError("Unable to load glass GTK library."));

        assertThat(WorkbenchLauncher.reason(wrapped)).contains("libgtk-3-0").doesNotContain("\n");
    }

    @Test
    void aMissingDisplayIsOneLineWithTheRemedy() {
        assertThat(
                        WorkbenchLauncher.reason(
                                new UnsupportedOperationException("Unable to open DISPLAY")))
                .contains("set DISPLAY")
                .doesNotContain("\n");
    }

    @Test
    void anythingElseNamesItselfAndTheCommandLine() {
        assertThat(WorkbenchLauncher.reason(new IllegalStateException("strange")))
                .contains("strange", "--help");
    }
}
