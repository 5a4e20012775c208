package org.unitscope.app.sweep;

import java.util.Locale;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.unitscope.app.sweep.ScaleLawsViewModel.State;
import org.unitscope.app.window.MessagePane;
import org.unitscope.task.Problem;

/// What stands in the place of laws while there are none.
final class SweepMessage {
    private final MessagePane pane = new MessagePane("sweep", MaterialDesignC.CHART_LINE);

    MessagePane pane() {
        return pane;
    }

    /// Follows a state.
    void show(State state) {
        pane.setVisible(!(state instanceof State.Fitted));
        switch (state) {
            case State.NothingOpen nothing ->
                    pane.say(
                            "Nothing is open",
                            "Open a model to see how its scales follow its sizes.");
            case State.Ready ready ->
                    pane.say(
                            ready.cancelled()
                                    ? "Cancelled before two points were finished"
                                    : "How does every scale follow a size of the model?",
                            "Choose a size and compute: every tensor is predicted at each point,"
                                    + " and the power of the size\nthat its scale follows is"
                                    + " fitted. Nothing is sampled.");
            case State.Running running -> pane.sayBusy("Computing scale laws", "");
            case State.Failed failed -> pane.say(failed.failure(), SweepMessage::words);
            case State.Fitted fitted -> {}
        }
    }

    private static String words(Problem problem) {
        return problem.where().startsWith("sweep")
                ? problem.what().substring(0, 1).toUpperCase(Locale.ROOT)
                        + problem.what().substring(1)
                : problem.toString();
    }
}
