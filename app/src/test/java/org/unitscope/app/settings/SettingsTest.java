package org.unitscope.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void surviveARestart() throws IOException {
        Path file = folder.resolve("deep/settings.properties");
        Path model = Files.writeString(folder.resolve("m.json"), "{}");
        Settings first = new Settings(file);
        first.putText("theme", "DARK");
        first.addRecentFile(model);
        first.putWindowBounds(new WindowBounds(1000, 700, true));
        Settings second = new Settings(file);

        assertThat(second.text("theme", "LIGHT")).isEqualTo("DARK");
        assertThat(second.recentFiles())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("m.json");
        assertThat(second.windowBounds()).isEqualTo(new WindowBounds(1000, 700, true));
    }

    @Test
    void aBrokenFileIsAnEmptyOne() throws IOException {
        Path file = folder.resolve("settings.properties");
        Files.write(file, new byte[] {(byte) 0xff, 0, '\\', 'u', 'x'});

        assertThat(new Settings(file).text("theme", "LIGHT")).isEqualTo("LIGHT");
        assertThat(new Settings(file).recentFiles()).isEmpty();
    }
}
