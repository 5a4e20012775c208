package org.unitscope.app.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.unitscope.app.settings.Settings;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;

/// Every format that can be chosen: the presets and the user's own, which survive a restart.
public final class FormatLibrary {
    /// Title of the user's own formats among the groups.
    public static final String CUSTOM = "Custom";

    private static final String KEY = "format";

    private final Settings settings;
    private final ReadOnlyObjectWrapper<List<CustomFormat>> custom;

    /// A choice in a list.
    ///
    /// @param name with largest value and bias
    public record Choice(String name, ScalarFormat format) {}

    /// Choices under a heading.
    public record Group(String title, List<Choice> choices) {}

    /// The presets and what the settings remember.
    public FormatLibrary(Settings settings) {
        this.settings = settings;
        custom =
                new ReadOnlyObjectWrapper<>(
                        settings.texts(KEY).stream()
                                .flatMap(line -> CustomFormat.parse(line).stream())
                                .toList());
    }

    /// The user's own formats, an immutable list.
    public ReadOnlyObjectProperty<List<CustomFormat>> customProperty() {
        return custom.getReadOnlyProperty();
    }

    /// Replaces the user's own formats, and remembers them.
    void setCustom(List<CustomFormat> formats) {
        if (!custom.get().equals(formats)) {
            custom.set(List.copyOf(formats));
            settings.putTexts(KEY, formats.stream().map(CustomFormat::line).toList());
        }
    }

    /// The label of a custom format, the title of any other.
    public String label(ScalarFormat format) {
        return find(format).map(CustomFormat::label).orElse(format.title());
    }

    /// Label or title with largest value and bias.
    public String displayName(ScalarFormat format) {
        return find(format).map(CustomFormat::displayName).orElse(format.displayName());
    }

    private Optional<CustomFormat> find(ScalarFormat format) {
        return custom.get().stream().filter(own -> own.format().equals(format)).findFirst();
    }

    /// The formats whose names hold every word, in groups; all of them for a blank text. Names are
    /// those on screen, in files and all aliases.
    public List<Group> search(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        List<Group> found = new ArrayList<>();
        for (Formats.Group group : Formats.grouped()) {
            add(found, group.title(), words, group.formats().stream().map(this::preset).toList());
        }
        List<Choice> own =
                custom.get().stream()
                        .map(format -> new Choice(format.displayName(), format.format()))
                        .toList();
        add(found, CUSTOM, words, own);
        return List.copyOf(found);
    }

    private Choice preset(ScalarFormat format) {
        return new Choice(format.displayName(), format);
    }

    private static void add(List<Group> found, String title, String[] words, List<Choice> choices) {
        List<Choice> matching =
                choices.stream().filter(choice -> matches(title, choice, words)).toList();
        if (!matching.isEmpty()) {
            found.add(new Group(title, matching));
        }
    }

    private static boolean matches(String group, Choice choice, String[] words) {
        String names =
                String.join(
                                " ",
                                group,
                                choice.name(),
                                choice.format().name(),
                                String.join(" ", Formats.aliases(choice.format())))
                        .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!names.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
