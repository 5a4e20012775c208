package org.unitscope.app.settings;

/// Where the window was.
///
/// @param maximized whether it filled the screen; the other numbers are those before
public record WindowBounds(double width, double height, boolean maximized) {
    /// The size of a first start.
    public static final WindowBounds FIRST = new WindowBounds(1280, 800, false);

    /// Keeps the size usable.
    public WindowBounds {
        width = Math.clamp(width, 800, 10_000);
        height = Math.clamp(height, 520, 10_000);
    }
}
