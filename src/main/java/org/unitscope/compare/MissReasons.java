package org.unitscope.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private record Reason(Pattern model, Pattern path, Pattern role, String text) {
        boolean explains(Miss miss) {
            return model.matcher(miss.model()).matches()
                    && path.matcher(miss.path()).matches()
                    && role.matcher(miss.role().symbol()).matches();
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
                                glob(item.group(1)),
                                glob(item.group(2)),
                                glob(item.group(3)),
                                item.group(4).strip()));
            }
        }
        return new MissReasons(reasons);
    }

    private static Pattern glob(String text) {
        return Pattern.compile(
                Stream.of(text.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
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
