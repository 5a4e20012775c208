package org.unitscope.app.window;

import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.unitscope.app.session.Failure;
import org.unitscope.task.Problem;

/// An icon, a title and a sentence in the middle of an empty window.
public final class MessagePane extends VBox {
    private static final int MOST_PROBLEMS = 6;

    private final Ikon sign;
    private final FontIcon icon;
    private final ProgressIndicator busy = new ProgressIndicator();
    private final Label title = new Label();
    private final Label text = new Label();

    /// An empty message.
    ///
    /// @param name begins the ids of its labels, as in `sweep-title` and `sweep-message`
    /// @param sign of the window
    public MessagePane(String name, Ikon sign) {
        super(14);
        this.sign = sign;
        this.icon = new FontIcon(sign);
        getStyleClass().add("sweep-message");
        setAlignment(Pos.CENTER);
        setMaxWidth(780);
        title.setId(name + "-title");
        title.setWrapText(true);
        text.setId(name + "-message");
        text.setWrapText(true);
        busy.setMaxSize(44, 44);
        getChildren().setAll(icon, busy, title, text);
    }

    /// Says that there is nothing yet, and what to do.
    public void say(String head, String body) {
        set(sign, false, head, body);
        icon.getStyleClass().add("empty-icon");
        title.getStyleClass().add("empty-title");
        text.getStyleClass().add("empty-text");
    }

    /// Says what is going on.
    public void sayBusy(String head, String body) {
        set(sign, true, head, body);
        title.getStyleClass().add("empty-title");
        text.getStyleClass().add("empty-text");
    }

    /// How far it is, as the status says it; without the title of the call, which stands above.
    public void showProgress(String status) {
        text.setText(status.replaceFirst("^[^:]*: ", ""));
    }

    /// Says what went wrong.
    public void say(Failure failure) {
        say(failure, Problem::toString);
    }

    /// Says what went wrong.
    ///
    /// @param words of a problem
    public void say(Failure failure, Function<Problem, String> words) {
        String body =
                failure.problems().stream()
                        .limit(MOST_PROBLEMS)
                        .map(words)
                        .collect(Collectors.joining("\n\n"));
        int more = failure.problems().size() - MOST_PROBLEMS;
        set(
                MaterialDesignA.ALERT_CIRCLE_OUTLINE,
                false,
                failure.title(),
                more > 0 ? body + "\n\n… and " + more + " more" : body);
        icon.getStyleClass().add("failure-icon");
        title.getStyleClass().addAll("problem-title", "failure-title");
    }

    private void set(Ikon shown, boolean running, String head, String body) {
        icon.setIconCode(shown);
        icon.getStyleClass().setAll("ikonli-font-icon");
        icon.setVisible(!running);
        icon.setManaged(!running);
        busy.setVisible(running);
        busy.setManaged(running);
        title.setText(head);
        title.getStyleClass().setAll("label");
        text.setText(body);
        text.getStyleClass().setAll("label");
    }
}
