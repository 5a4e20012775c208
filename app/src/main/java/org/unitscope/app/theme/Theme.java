package org.unitscope.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

/// The two looks.
public enum Theme {
    LIGHT("Light", new PrimerLight().getUserAgentStylesheet(), "light.css"),
    DARK("Dark", new PrimerDark().getUserAgentStylesheet(), "dark.css");

    private final String title;
    private final String userAgentStylesheet;
    private final String fateColors;

    Theme(String title, String userAgentStylesheet, String fateColors) {
        this.title = title;
        this.userAgentStylesheet = userAgentStylesheet;
        this.fateColors = fateColors;
    }

    /// For menus.
    public String title() {
        return title;
    }

    /// The style sheet of all controls.
    public String userAgentStylesheet() {
        return userAgentStylesheet;
    }

    /// The URL of the style sheet with this theme's own colors.
    String colorStylesheet() {
        return ThemeModel.resource(fateColors);
    }

    /// The colors for canvases and charts.
    public Palette palette() {
        return this == LIGHT ? Palette.LIGHT : Palette.DARK;
    }

    /// The other one.
    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /// The theme with this name, light if there is none.
    public static Theme ofName(String name) {
        return name.equals(DARK.name()) ? DARK : LIGHT;
    }
}
