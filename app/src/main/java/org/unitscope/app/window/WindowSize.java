package org.unitscope.app.window;

/// How large a window would be, and how small it may be made.
///
/// @param width of the content, in pixels
/// @param height of the content
/// @param leastWidth of the window
/// @param leastHeight of the window
public record WindowSize(double width, double height, double leastWidth, double leastHeight) {
    /// What the frame of a window takes of a screen's height, at most.
    private static final double FRAME = 40;

    /// The largest that fits a screen.
    public WindowSize within(double screenWidth, double screenHeight) {
        return new WindowSize(
                Math.min(width, screenWidth),
                Math.min(height, screenHeight - FRAME),
                Math.min(leastWidth, screenWidth),
                Math.min(leastHeight, screenHeight));
    }
}
