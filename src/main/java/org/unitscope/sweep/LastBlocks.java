package org.unitscope.sweep;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;

/// Finds the last of repeated blocks whose number the swept size changes, so that growth with depth
/// can be read: `blocks.23.ffn.down` of 24 blocks becomes `blocks.last.ffn.down`.
///
/// A block is repeated where a part of a path is a number. Blocks of blocks are told apart by the
/// names around them, not by their places: in `stages.3.blocks.7` all stages count as one.
final class LastBlocks {
    /// For each point, the largest number below a path.
    private final Map<Double, Map<String, Integer>> largest = new TreeMap<>();

    /// Paths, numbers replaced by `*`, below which the largest numbers differ between points.
    private final Set<String> changing = new HashSet<>();

    LastBlocks(List<SweepPoint.Predicted> points) {
        Map<String, Set<Set<Integer>>> kinds = new HashMap<>();
        for (SweepPoint.Predicted point : points) {
            Map<String, Integer> atPoint = new HashMap<>();
            point.predictions()
                    .keySet()
                    .forEach(key -> count(key.tensor().node().split("\\.", -1), atPoint));
            largest.put(point.size(), atPoint);
            Map<String, Set<Integer>> numbers = new HashMap<>();
            atPoint.forEach((path, most) ->
                    numbers.computeIfAbsent(pattern(path), p -> new HashSet<>()).add(most));
            numbers.forEach((pattern, found) ->
                    kinds.computeIfAbsent(pattern, p -> new HashSet<>()).add(found));
        }
        kinds.forEach((pattern, found) -> {
            if (found.size() > 1) {
                changing.add(pattern);
            }
        });
    }

    private static void count(String[] parts, Map<String, Integer> largest) {
        StringBuilder above = new StringBuilder();
        for (String part : parts) {
            if (isNumber(part)) {
                largest.merge(above.toString(), Integer.parseInt(part), Math::max);
            }
            above.append(part).append('.');
        }
    }

    /// Names of blocks may be numbers of any length; those of nine digits and less fit an `int`.
    private static boolean isNumber(String part) {
        return part.length() <= 9 && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String pattern(String path) {
        return path.replaceAll("(?<=^|\\.)\\d+(?=\\.)", "*");
    }

    /// The key of the series of last blocks that a tensor of this point belongs to, if any.
    Optional<TensorKey> series(double size, TensorKey key) {
        Map<String, Integer> atPoint = largest.getOrDefault(size, Map.of());
        StringBuilder above = new StringBuilder();
        StringBuilder renamed = new StringBuilder();
        boolean last = false;
        for (String part : key.tensor().node().split("\\.", -1)) {
            boolean isLast =
                    isNumber(part)
                            && changing.contains(pattern(above.toString()))
                            && atPoint.getOrDefault(above.toString(), -1) == Integer.parseInt(part);
            last |= isLast;
            renamed.append(renamed.isEmpty() ? "" : ".").append(isLast ? "last" : part);
            above.append(part).append('.');
        }
        return last
                ? Optional.of(
                        new TensorKey(
                                new OutputRef(renamed.toString(), key.tensor().output()),
                                key.role()))
                : Optional.empty();
    }
}
