package org.unitscope.app.selection;

import java.util.List;
import java.util.Locale;
import org.unitscope.graph.Role;
import org.unitscope.run.Outline;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;
import org.unitscope.statistics.Verdict;

/// What the user typed to narrow outline, heatmap and table down. All words must match: a role
/// symbol (`gW`, in that case) matches the role, the words of a verdict match tensors measured with
/// it (`lost`, `overflow`, `risk`), anything else is looked for in the path and the operator's
/// name, whatever the case.
public record TensorFilter(List<String> words) {
    /// Lets everything through.
    public static final TensorFilter NONE = new TensorFilter(List.of());

    /// Copies the list.
    public TensorFilter {
        words = List.copyOf(words);
    }

    /// Reads what was typed.
    public static TensorFilter parse(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? NONE : new TensorFilter(List.of(stripped.split("\\s+")));
    }

    /// Whether it lets everything through.
    public boolean isEmpty() {
        return words.isEmpty();
    }

    /// The rows of a run that it lets through.
    public Outline outline(RunRecord run) {
        List<TensorRecord> passed = run.tensors().stream().filter(this::matches).toList();
        return Outline.of(new RunRecord(run.spec(), run.environment(), passed));
    }

    /// Whether every word matches.
    public boolean matches(TensorRecord tensor) {
        return words.stream().allMatch(word -> matches(tensor, word));
    }

    private static boolean matches(TensorRecord tensor, String word) {
        for (Role role : Role.values()) {
            if (role.symbol().equals(word)) {
                return tensor.key().role() == role;
            }
        }
        String lower = word.toLowerCase(Locale.ROOT);
        return contains(tensor.path(), lower)
                || contains(tensor.operator(), lower)
                || (lower.length() >= 4 && hasVerdict(tensor, lower));
    }

    private static boolean contains(String text, String lower) {
        return text.toLowerCase(Locale.ROOT).contains(lower);
    }

    private static boolean hasVerdict(TensorRecord tensor, String lower) {
        return tensor.measured()
                .map(measurement -> measurement.statistics().verdict())
                .filter(verdict -> verdict.label().contains(lower))
                .filter(verdict -> verdict != Verdict.REPRESENTABLE || lower.startsWith("repr"))
                .isPresent();
    }
}
