package org.unitscope.app.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.app.settings.Settings;
import org.unitscope.format.Formats;

class FormatLibraryTest {
    @TempDir private Path folder = Path.of("");

    private Settings settings() {
        return new Settings(folder.resolve("settings.properties"));
    }

    private static List<String> names(List<FormatLibrary.Group> groups) {
        return groups.stream()
                .flatMap(group -> group.choices().stream())
                .map(choice -> choice.format().name())
                .toList();
    }

    @Test
    void aBlankFilterListsEveryPreset() {
        assertThat(names(new FormatLibrary(settings()).search(" ")))
                .containsExactlyElementsOf(
                        Formats.all().stream().map(format -> format.name()).toList());
    }

    @Test
    void wordsNarrowTheListByNameAndAlias() {
        FormatLibrary library = new FormatLibrary(settings());

        assertThat(names(library.search("bfloat"))).containsExactly("bf16");
        assertThat(names(library.search("fnuz E5M2"))).containsExactly("fp8_e5m2fnuz");
        assertThat(library.search("nothing like it")).isEmpty();
    }

    @Test
    void customFormatsAreFoundByTheirLabel() {
        FormatLibrary library = new FormatLibrary(settings());
        library.setCustom(List.of(new CustomFormat("my own", Formats.require("s1e3m4b3"))));

        assertThat(names(library.search("own"))).containsExactly("s1e3m4b3");
        assertThat(library.search("own").getFirst().title()).isEqualTo(FormatLibrary.CUSTOM);
    }

    @Test
    void damagedLinesAreSkippedAndShorterListsLeaveNothingBehind() {
        settings().putTexts("format", List.of("s1e9m3b3 broken", "s1e4m3b7 fine", "gibberish"));
        FormatLibrary library = new FormatLibrary(settings());

        assertThat(library.customProperty().get())
                .extracting(CustomFormat::label)
                .containsExactly("fine");
        library.setCustom(List.of());
        assertThat(settings().texts("format")).isEmpty();
    }
}
