package org.unitscope.app.theme;

import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/// The theme in use. Switching it restyles all controls at once; canvases and charts listen and
/// redraw.
public final class ThemeModel {
    private final ObjectProperty<Theme> theme;

    /// Starts with this theme.
    public ThemeModel(Theme first) {
        theme = new SimpleObjectProperty<>(first);
    }

    /// The theme in use.
    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /// The colors in use.
    public Palette palette() {
        return theme.get().palette();
    }

    /// Gives a scene its style and keeps it in step with the theme.
    public void style(Scene scene) {
        apply(scene, theme.get());
        theme.subscribe(now -> apply(scene, now));
    }

    private static void apply(Scene scene, Theme theme) {
        Application.setUserAgentStylesheet(theme.userAgentStylesheet());
        scene.getStylesheets()
                .setAll(
                        List.of(
                                resource("bridge.css"),
                                resource("workbench.css"),
                                theme.colorStylesheet()));
    }

    static String resource(String name) {
        return Objects.requireNonNull(ThemeModel.class.getResource(name), name).toExternalForm();
    }
}
