package org.unitscope.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Findings gathered by where they start, the place that most come from first; a tensor that is its
/// own start alone is left out: many tensors break a rule, few operators are the cause.
record Origins(List<Origin> origins) {
    /// A place, and the findings that start there, in the run's order.
    record Origin(String place, List<Finding> findings) {}

    static Origins of(List<Finding> findings) {
        Map<String, List<Finding>> groups = new LinkedHashMap<>();
        for (Finding finding : findings) {
            finding.upstream()
                    .ifPresent(upstream ->
                            groups.computeIfAbsent(
                                            upstream.origin().place(), key -> new ArrayList<>())
                                    .add(finding));
        }
        return new Origins(
                groups.entrySet().stream()
                        .map(group -> new Origin(group.getKey(), List.copyOf(group.getValue())))
                        .filter(Origins::tells)
                        .sorted((a, b) -> Integer.compare(b.findings().size(), a.findings().size()))
                        .toList());
    }

    /// Whether it says more than the tensor's own row.
    private static boolean tells(Origin origin) {
        return origin.findings().size() > 1
                || origin.findings().stream()
                        .flatMap(finding -> finding.upstream().stream())
                        .anyMatch(upstream -> upstream.start() > 0);
    }

    /// One line about a place: how many start there and, of the first of them, what moves its
    /// scale.
    static String line(Origin origin) {
        Optional<Upstream> upstream = origin.findings().getFirst().upstream();
        String text = upstream.map(Upstream::text).orElse(origin.place());
        return "%d start at the %s".formatted(origin.findings().size(), text);
    }
}
