package org.unitscope.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unitscope.graph.PathPattern;

/// Why known misses miss, written by hand: a Markdown list whose items begin with model, tensor and
/// role in backquotes, then a colon and the reason. A star stands for anything. All other lines are
/// for people.
///
/// ```
/// * `gpt*` `blocks.*.attention.*` `gW`: the reason, in one line.
/// ```
public final class MissReasons {
    /// None.
    public static final MissReasons NONE = new MissReasons(List.of());

    private static final Pattern ITEM =
            Pattern.compile("\\s*[*-] `([^`]+)` `([^`]+)` `([^`]+)`:\\s*(.+)");

    private final List<Reason> reasons;

    private record Reason(PathPattern model, PathPattern path, PathPattern role, String text) {
        boolean explains(Miss miss) {
            return model.matches(miss.model())
                    && path.matches(miss.path())
                    && role.matches(miss.role().symbol());
        }
    }

    private MissReasons(List<Reason> reasons) {
        this.reasons = reasons;
    }

    /// Reads them.
    public static MissReasons parse(String markdown) {
        List<Reason> reasons = new ArrayList<>();
        for (String line : markdown.lines().toList()) {
            Matcher item = ITEM.matcher(line);
            if (item.matches()) {
                reasons.add(
                        new Reason(
                                PathPattern.of(item.group(1)),
                                PathPattern.of(item.group(2)),
                                PathPattern.of(item.group(3)),
                                item.group(4).strip()));
            }
        }
        return new MissReasons(reasons);
    }

    /// How many there are.
    public int count() {
        return reasons.size();
    }

    /// The first that explains a miss.
    public Optional<String> of(Miss miss) {
        return reasons.stream().filter(r -> r.explains(miss)).map(Reason::text).findFirst();
    }
}
