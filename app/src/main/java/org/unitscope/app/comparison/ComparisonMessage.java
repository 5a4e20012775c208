package org.unitscope.app.comparison;

import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.app.comparison.ComparisonViewModel.State;
import org.unitscope.app.window.MessagePane;

/// What stands in the place of a comparison while there is none.
final class ComparisonMessage {
    private final MessagePane pane =
            new MessagePane("comparison", MaterialDesignC.COMPARE_HORIZONTAL);

    MessagePane pane() {
        return pane;
    }

    /// Follows a state.
    void show(State state) {
        pane.setVisible(!(state instanceof State.Compared));
        switch (state) {
            case State.Incomplete incomplete ->
                    pane.say(
                            "Choose two runs",
                            "Results shown in the main window since the start are in the lists;"
                                    + " stored runs are opened\nwith the folder buttons. Sample a"
                                    + " model in two formats, with two seeds, or before and after"
                                    + "\na change, and see what was fixed and what was broken.");
            case State.Running now -> pane.sayBusy("Comparing", "Reading and aligning the runs");
            case State.Failed failed -> pane.say(failed.failure());
            case State.Compared compared -> {}
        }
    }
}
