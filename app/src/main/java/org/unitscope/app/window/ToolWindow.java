package org.unitscope.app.window;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.unitscope.app.theme.ThemeModel;

/// A window beside the main one, made when it is first opened and no larger than the screen. Escape
/// stops what it is doing, else hides it.
public final class ToolWindow {
    private final ThemeModel themes;
    private final Supplier<Window> owner;
    private final WindowSize size;
    private final Supplier<Content> content;
    private Optional<Stage> stage = Optional.empty();

    /// What the window shows.
    ///
    /// @param title without the name of the program
    /// @param busy whether something is going on that can be stopped
    /// @param stop stops it
    public record Content(
            Parent root,
            ObservableValue<String> title,
            ObservableValue<Boolean> busy,
            Runnable stop) {
        /// What has nothing to stop.
        public Content(Parent root, String title) {
            this(
                    root,
                    new ReadOnlyStringWrapper(title),
                    new ReadOnlyBooleanWrapper(false),
                    () -> {});
        }
    }

    /// A window that is not open yet.
    ///
    /// @param owner the main window, asked for when this one opens
    /// @param content asked for once, when the window first opens
    public ToolWindow(
            ThemeModel themes, Supplier<Window> owner, WindowSize size, Supplier<Content> content) {
        this.themes = themes;
        this.owner = owner;
        this.size = size;
        this.content = content;
    }

    /// Opens the window, or brings it to the front.
    public void open() {
        Stage shown = stage.orElseGet(this::create);
        stage = Optional.of(shown);
        shown.show();
        shown.toFront();
    }

    private Stage create() {
        Content shown = content.get();
        Window main = owner.get();
        Rectangle2D screen = screenOf(main).getVisualBounds();
        WindowSize fitting = size.within(screen.getWidth(), screen.getHeight());
        Stage created = new Stage();
        created.initOwner(main);
        shown.title().subscribe(title -> created.setTitle(title + " — Unitscope"));
        Scene scene = new Scene(shown.root(), fitting.width(), fitting.height());
        themes.style(scene);
        scene.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        if (shown.busy().getValue()) {
                            shown.stop().run();
                        } else {
                            created.hide();
                        }
                    }
                });
        created.setOnHidden(event -> shown.stop().run());
        created.setScene(scene);
        created.setMinWidth(fitting.leastWidth());
        created.setMinHeight(fitting.leastHeight());
        return created;
    }

    private static Screen screenOf(Window main) {
        return Screen.getScreensForRectangle(
                        main.getX(), main.getY(), main.getWidth(), main.getHeight())
                .stream()
                .findFirst()
                .orElse(Screen.getPrimary());
    }
}
