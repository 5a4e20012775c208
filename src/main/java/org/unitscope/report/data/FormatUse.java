package org.unitscope.report.data;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Role;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// A format, with its conversion, that the rows of a run are judged against or rounded to.
///
/// @param judged rows that are judged against it, by role; roles without one are left out
/// @param rounded rows that were rounded to it in the run, by role
public record FormatUse(TargetFormat format, Map<Role, Long> judged, Map<Role, Long> rounded) {
    /// The formats of a run, those that most rows are judged against first.
    static List<FormatUse> of(RunRecord run) {
        return run.tensors().stream()
                .flatMap(t -> Stream.concat(Stream.of(t.format()), t.appliedFormat().stream()))
                .distinct()
                .map(format -> of(format, run.tensors()))
                .sorted(
                        Comparator.<FormatUse>comparingLong(use -> -total(use.judged))
                                .thenComparing(use -> use.format.toString()))
                .toList();
    }

    private static FormatUse of(TargetFormat format, List<TensorRecord> tensors) {
        Map<Role, Long> judged = new EnumMap<>(Role.class);
        Map<Role, Long> rounded = new EnumMap<>(Role.class);
        for (TensorRecord tensor : tensors) {
            if (tensor.format().equals(format)) {
                judged.merge(tensor.key().role(), 1L, Long::sum);
            }
            if (tensor.appliedFormat().filter(format::equals).isPresent()) {
                rounded.merge(tensor.key().role(), 1L, Long::sum);
            }
        }
        return new FormatUse(format, judged, rounded);
    }

    private static long total(Map<Role, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
