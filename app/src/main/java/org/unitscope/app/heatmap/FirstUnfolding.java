package org.unitscope.app.heatmap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.unitscope.run.Outline;
import org.unitscope.run.OutlineItem;

/// Which blocks are unfolded when a model opens: level by level, as long as the rows stay readable.
final class FirstUnfolding {
    private FirstUnfolding() {}

    /// Paths of the blocks to unfold.
    ///
    /// @param rows about how many rows fit on a screen
    static Set<String> of(Outline outline, int rows) {
        Set<String> unfolded = new HashSet<>();
        Deque<OutlineItem> open = new ArrayDeque<>(outline.items());
        int visible = open.size();
        while (!open.isEmpty()) {
            OutlineItem next = open.removeFirst();
            int more = next.children().size();
            if (more > 0 && visible <= rows - more) {
                unfolded.add(next.path());
                visible += more;
                open.addAll(next.children());
            }
        }
        return unfolded;
    }
}
