package org.unitscope.report.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.plan.FactorCount;
import org.unitscope.plan.Patch;

/// A plan as lines for people.
public final class PlanText {
    private static final int SHOWN = 3;
    private static final List<Role> ROLES =
            List.of(Role.WEIGHT, Role.ACTIVATION, Role.ACTIVATION_GRADIENT, Role.WEIGHT_GRADIENT);

    private PlanText() {}

    /// All of it.
    public static List<String> lines(PlanResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(result));
        lines.add("");
        addTable(result, lines);
        addChanges(result, lines);
        addOutside(result, lines);
        List<TensorKey> unknown = result.plan().before().unknown();
        if (!unknown.isEmpty()) {
            lines.add("");
            lines.add(
                    "not known, so not planned for, %d: %s"
                            .formatted(unknown.size(), some(unknown)));
        }
        return lines;
    }

    /// How many factors, for what, by which evidence.
    public static String headline(PlanResult result) {
        String octaves = octaves(result.headroom());
        return "%d factor%s for %s with %s octave%s of head-room (tensors: %s)"
                .formatted(
                        result.plan().factors(),
                        result.plan().factors() == 1 ? "" : "s",
                        result.formats(),
                        octaves,
                        octaves.equals("1") ? "" : "s",
                        result.evidence());
    }

    /// Why a scheme is not in the table.
    public static String leftOut(String scheme, String why) {
        return scheme + " is left out: " + why;
    }

    private static String octaves(double headroom) {
        return Double.toString(headroom).replaceAll("\\.0$", "");
    }

    /// Of how many parameters that are stored as a multiple the table does not speak: they start at
    /// zero, and so from the law that they had.
    public static String zeros(PlanResult result) {
        long stored =
                result.plan().patches().stream().filter(patch -> !patch.kind().isFactor()).count();
        long changed = FactorCount.of(result.plan().graph(), result.plan().original()).parameters();
        return stored == changed
                ? ""
                : "; %d of %d start at zero".formatted(stored - changed, stored);
    }

    private static void addTable(PlanResult result, List<String> lines) {
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-13s %7s %7s %8s %7s  outside: %4s %4s %4s %4s",
                        "",
                        "factors",
                        "forward",
                        "backward",
                        "weights",
                        "W",
                        "A",
                        "gA",
                        "gW"));
        result.rows()
                .forEach((name, row) -> {
                    Object[] cells = {
                        name,
                        row.count().factors(),
                        row.count().forward(),
                        row.count().backward(),
                        row.count().parameters(),
                        row.outside(ROLES.get(0)),
                        row.outside(ROLES.get(1)),
                        row.outside(ROLES.get(2)),
                        row.outside(ROLES.get(3))
                    };
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "%-13s %7d %7d %8d %7d           %4d %4d %4d %4d",
                                    cells));
                });
        result.refused().forEach((name, why) -> lines.add(leftOut(name, why)));
        if (!result.evidence().equals("predicted") && result.rows().size() > 2) {
            lines.add("Unit scaling's tensors outside are by predicted laws.");
        }
    }

    private static void addChanges(PlanResult result, List<String> lines) {
        List<String> factors = new ArrayList<>();
        Map<Integer, List<String>> weights = new TreeMap<>();
        for (Patch patch : result.plan().patches()) {
            if (patch.kind().isFactor()) {
                factors.add(line(patch));
            } else {
                weights.computeIfAbsent(patch.exponent(), k -> new ArrayList<>()).add(patch.node());
            }
        }
        if (!factors.isEmpty()) {
            lines.add("");
            lines.add("factors");
            lines.addAll(factors);
        }
        if (!weights.isEmpty()) {
            lines.add("");
            lines.add("weights that are stored as a multiple, no factor" + zeros(result));
            weights.forEach((exponent, paths) ->
                    lines.add(
                            String.format(
                                    Locale.ROOT,
                                    "  2^%-4d %d: %s",
                                    exponent,
                                    paths.size(),
                                    some(paths))));
        }
    }

    /// What is multiplied.
    public static String what(Patch patch) {
        return switch (patch.kind()) {
            case PARAMETER -> patch.node();
            case INPUT -> "input " + patch.node();
            case RESULT -> "result of " + patch.node();
            case OPERAND -> "what %s takes of %s".formatted(patch.node(), patch.tensor().path());
            case GRADIENT ->
                    "gradient from %s to %s".formatted(patch.node(), patch.tensor().path());
        };
    }

    private static String line(Patch patch) {
        String saves =
                patch.saves().isEmpty()
                        ? ""
                        : ": saves " + patch.saves().size() + ", " + some(patch.saves());
        return String.format(Locale.ROOT, "  2^%-4d %s%s", patch.exponent(), what(patch), saves);
    }

    private static void addOutside(PlanResult result, List<String> lines) {
        if (result.after().outside().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("outside with the plan");
        result.after()
                .outside()
                .forEach(key -> lines.add("  " + key + ": " + result.plan().why(key)));
    }

    /// The first few, and that there are more.
    public static String some(List<?> keys) {
        String first = String.join(", ", keys.stream().limit(SHOWN).map(Object::toString).toList());
        return keys.size() > SHOWN ? first + ", ..." : first;
    }
}
