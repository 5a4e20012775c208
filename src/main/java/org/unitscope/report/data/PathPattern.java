package org.unitscope.report.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The same place in repeated blocks: `blocks.3.attention.query` is one of
/// `blocks.*.attention.query`.
public final class PathPattern {
    private PathPattern() {}

    /// The path with a star for every segment that is a number.
    public static String of(String path) {
        return Stream.of(path.split("\\.", -1))
                .map(segment -> segment.matches("\\d+") ? "*" : segment)
                .collect(Collectors.joining("."));
    }

    /// Things of the same key together, both in order of first appearance.
    public static <T> Map<String, List<T>> groups(List<T> things, Function<T, String> key) {
        Map<String, List<T>> groups = new LinkedHashMap<>();
        things.forEach(thing ->
                groups.computeIfAbsent(key.apply(thing), k -> new ArrayList<>()).add(thing));
        return groups;
    }
}
