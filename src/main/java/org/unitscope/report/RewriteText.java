package org.unitscope.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unitscope.audit.OutOfBand;
import org.unitscope.operators.Factor;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.NodeRewrite.Edge;
import org.unitscope.transform.NodeRewrite.InputRewrite;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.Scheme;

/// A rewrite in words, for a terminal and for screens.
public final class RewriteText {
    private static final double FREE = 1e-9;

    private RewriteText() {}

    /// What was done, in a few lines.
    public static List<String> headline(RewriteLog log) {
        List<String> lines = new ArrayList<>();
        Map<Edge, Integer> edges = new LinkedHashMap<>();
        for (NodeRewrite node : log.nodes()) {
            node.inputs().forEach(input -> edges.merge(input.edge(), 1, Integer::sum));
        }
        lines.add(
                "%s: factors for %d operations, %d parameters of another law"
                        .formatted(log.scheme(), log.nodes().size(), log.weights().size()));
        if (Scheme.parse(log.scheme()) instanceof Scheme.Unit unit
                && unit.options().preset().keepsDerivative()) {
            lines.add("  gradients have the factors of results: they are the derivative's");
        } else {
            edges.forEach((edge, count) -> {
                if (edge != Edge.INDEX) {
                    lines.add("  %5d inputs: %s".formatted(count, edge.words()));
                }
            });
        }
        dearest(log).ifPresent(lines::add);
        log.warnings().forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }

    private static java.util.Optional<String> dearest(RewriteLog log) {
        return log.nodes().stream()
                .max(Comparator.comparingDouble(RewriteText::cost))
                .filter(node -> cost(node) > FREE)
                .map(node ->
                        String.format(
                                Locale.ROOT,
                                "  factors other than the ideal ones cost at most %.2f octaves, at %s",
                                cost(node),
                                node.path()));
    }

    /// The largest cost of a node, in octaves, uses of shared parameters apart.
    public static double cost(NodeRewrite node) {
        double cost = Math.abs(node.outputCost());
        for (int i = 0; i < node.inputs().size(); i++) {
            // Uses of a shared parameter add up to unit scale; each by itself is below it.
            boolean shared = node.inputs().get(i).edge() == Edge.SHARED;
            cost = shared ? cost : Math.max(cost, Math.abs(node.gradientCost(i)));
        }
        return cost;
    }

    /// Why a node has its factors.
    public static List<String> explain(NodeRewrite node) {
        List<String> lines = new ArrayList<>();
        lines.add(node.path() + " (" + node.operator() + ")");
        lines.add(
                "  result × %s%s"
                        .formatted(
                                number(node.scaling().output()),
                                ideal(node.output(), node.scaling().output(), node.outputCost())));
        for (int i = 0; i < node.inputs().size(); i++) {
            lines.addAll(input(node, i));
        }
        node.reasons().forEach(reason -> lines.add("  " + reason));
        return lines;
    }

    private static List<String> input(NodeRewrite node, int index) {
        InputRewrite input = node.inputs().get(index);
        List<String> lines = new ArrayList<>();
        if (input.edge() == Edge.INDEX) {
            return lines;
        }
        double factor = node.scaling().gradient(index);
        lines.add(
                "  gradient of %s × %s%s%s"
                        .formatted(
                                input.name(),
                                number(factor),
                                delayed(input, factor),
                                input.ideal()
                                        .map(ideal ->
                                                ideal(
                                                        ideal,
                                                        factor / input.delay(),
                                                        node.gradientCost(index)))
                                        .orElse("")));
        lines.add(
                "      "
                        + input.edge().words()
                        + input.cycle().map(way -> "; the cycle runs from " + way).orElse(""));
        if (node.scaling().input(index) != 1) {
            lines.add("      " + input.name() + " itself × " + number(node.scaling().input(index)));
        }
        return lines;
    }

    /// The weight of a residual branch that its gradient meets here and not where it ends.
    private static String delayed(InputRewrite input, double factor) {
        return input.delay() == 1
                ? ""
                : ", of it × %s for the branch, from its end to here; the rest × %s"
                        .formatted(number(input.delay()), number(factor / input.delay()));
    }

    private static String ideal(Factor ideal, double used, double octaves) {
        String numbers = ideal.numbers().isEmpty() ? "" : " (" + ideal.numbers() + ")";
        String formula =
                ideal.formula().equals("1") ? "1" : ideal.formula() + " = " + number(ideal.value());
        String unchecked = ideal.checked() ? "" : ", unchecked";
        return Math.abs(used / ideal.value() - 1) < FREE
                ? ": " + formula + numbers + unchecked
                : String.format(
                        Locale.ROOT,
                        "; alone it would be %s%s%s: %+.2f octaves",
                        formula,
                        numbers,
                        unchecked,
                        // No minus before 0.00.
                        Math.abs(octaves) < 0.005 ? 0 : octaves);
    }

    /// The tensors outside [0.1, 10], those that differ in the number of their block only in one
    /// line.
    public static List<String> exceptions(List<OutOfBand> all, int tensors) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%d of %d tensors are predicted outside [0.1, 10]%s"
                        .formatted(all.size(), tensors, all.isEmpty() ? "" : ":"));
        Map<String, List<OutOfBand>> groups = new LinkedHashMap<>();
        for (OutOfBand one : all) {
            String key =
                    pattern(one.key().tensor().path())
                            + " "
                            + one.key().role().symbol()
                            + one.cause()
                            + pattern(one.detail()).replaceAll("[-+]?\\d[\\d.]*", "#");
            groups.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
        }
        groups.values().forEach(group -> lines.add(line(group)));
        return lines;
    }

    /// Of several tensors the detail is that of the one furthest off.
    private static String line(List<OutOfBand> group) {
        OutOfBand worst =
                group.stream()
                        .max(Comparator.comparingDouble(one -> Math.abs(StrictMath.log(one.rms()))))
                        .orElseThrow();
        double low = group.stream().mapToDouble(OutOfBand::rms).min().orElseThrow();
        double high = group.stream().mapToDouble(OutOfBand::rms).max().orElseThrow();
        boolean single = group.size() == 1;
        String path = worst.key().tensor().path();
        String detail = single ? worst.detail() : pattern(worst.detail());
        return "  %s %s%s  %s  %s%s"
                .formatted(
                        single ? path : pattern(path),
                        worst.key().role().symbol(),
                        single ? "" : " (" + group.size() + ")",
                        low == high ? number(low) : number(low) + " .. " + number(high),
                        worst.cause().words(),
                        detail.isEmpty() ? "" : ": " + detail);
    }

    /// With the numbers of blocks left open, those between two dots; other numbers stay.
    private static String pattern(String text) {
        return text.replaceAll("(?<=[^\\d]\\.)\\d+(?=\\.)", "*");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
