package org.unitscope.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.unitscope.run.RunSpec;

/// What two runs were asked differently.
final class SpecDifferences {
    private static final int HASH = 8;

    private final List<String> found = new ArrayList<>();

    private SpecDifferences() {}

    static List<String> of(RunSpec a, RunSpec b) {
        SpecDifferences differences = new SpecDifferences();
        differences.add("model", a.modelName(), b.modelName());
        if (a.modelName().equals(b.modelName()) && !a.modelSha256().equals(b.modelSha256())) {
            differences.add("model file", a.model() + hash(a), b.model() + hash(b));
        }
        differences.add("scheme", scheme(a), scheme(b));
        differences.add("formats", a.formats(), b.formats());
        differences.add("seed", Long.toString(a.seed()), Long.toString(b.seed()));
        differences.add("sampled", a.sampled() ? "yes" : "no", b.sampled() ? "yes" : "no");
        differences.addSizes(a.symbols(), b.symbols());
        differences.addLaws("input laws", a.inputLaws(), b.inputLaws());
        differences.addLaws("weight laws", a.weightLaws(), b.weightLaws());
        if (differences.found.isEmpty() && !a.graphSha256().equals(b.graphSha256())) {
            differences.found.add("graph: rewritten or expanded otherwise");
        }
        return differences.found;
    }

    private static String scheme(RunSpec spec) {
        return spec.scheme().isEmpty() ? "none" : spec.scheme();
    }

    private static String hash(RunSpec spec) {
        String sha = spec.modelSha256();
        return " (" + sha.substring(0, Math.min(HASH, sha.length())) + ")";
    }

    private void add(String what, String a, String b) {
        if (!a.equals(b)) {
            found.add("%s: %s | %s".formatted(what, a, b));
        }
    }

    private void addSizes(Map<String, Double> a, Map<String, Double> b) {
        TreeSet<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        names.forEach(name -> add(name, size(a.get(name)), size(b.get(name))));
    }

    private static String size(@Nullable Double value) {
        if (value == null) {
            return "none";
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString(value.longValue())
                : value.toString();
    }

    private void addLaws(String what, Map<String, String> a, Map<String, String> b) {
        TreeSet<String> paths = new TreeSet<>(a.keySet());
        paths.addAll(b.keySet());
        long count =
                paths.stream().filter(path -> !Objects.equals(a.get(path), b.get(path))).count();
        if (count > 0) {
            found.add("%s: %d of %d differ".formatted(what, count, paths.size()));
        }
    }
}
