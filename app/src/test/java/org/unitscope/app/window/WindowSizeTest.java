package org.unitscope.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowSizeTest {
    private static final WindowSize WANTED = new WindowSize(1240, 860, 900, 560);

    @Test
    void aWindowThatFitsStaysAsItIs() {
        assertThat(WANTED.within(1920, 1080)).isEqualTo(WANTED);
    }

    /// 40 pixels are left for the frame and its title.
    @Test
    void onASmallScreenItIsAsLargeAsTheScreen() {
        assertThat(WANTED.within(1024, 700)).isEqualTo(new WindowSize(1024, 660, 900, 560));
        assertThat(WANTED.within(800, 480)).isEqualTo(new WindowSize(800, 440, 800, 480));
    }
}
