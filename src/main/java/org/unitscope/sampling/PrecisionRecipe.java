package org.unitscope.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.unitscope.format.Conversion;
import org.unitscope.format.Formats;
import org.unitscope.format.ScalarFormat;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Signature.InputKind;
import org.unitscope.task.NearestNames;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Which tensors are rounded to which format, and what each is judged against; the value of
/// `--formats`.
///
/// A base, then any number of exceptions, later ones winning: `BASE[,SELECTOR=FORMAT]...`. Bases:
/// `fp32` rounds nothing; `fp16` and `bf16` round every tensor; `fp8` rounds factors of products
/// (inputs of linear, matmul, conv1d, attention) to E4M3 and the gradients that flow into those
/// operators to E5M2. A selector is a [TensorSelector]: a role (`gA`), a path pattern and a role
/// (`blocks.0.*:A`), an operator's input (`linear/weight`) or the gradient flowing into an operator
/// (`linear/gradient`), of all nodes or of those on a path (`logits:linear/weight`). FORMAT is a
/// format's name, or `none`. Behind a base or a format `@` and a setting change the conversion:
/// `fp8@sr-a:8,gW=e5m2@nonsaturate` (see [TargetFormat]).
public final class PrecisionRecipe {
    private static final List<String> BASES = List.of("fp32", "fp16", "bf16", "fp8");

    private final String base;
    private final List<String> settings;
    private final List<Rule> rules;

    /// One exception.
    private record Rule(TensorSelector selector, String text, Optional<TargetFormat> format) {
        @Override
        public String toString() {
            return selector + "=" + text;
        }
    }

    private PrecisionRecipe(String base, List<String> settings, List<Rule> rules) {
        this.base = base;
        this.settings = List.copyOf(settings);
        this.rules = List.copyOf(rules);
    }

    /// The recipe that rounds nothing.
    public static PrecisionRecipe unrounded() {
        return new PrecisionRecipe("fp32", List.of(), List.of());
    }

    /// Reads a recipe.
    ///
    /// @throws WorkbenchException listing every part that is wrong
    public static PrecisionRecipe parse(String text) throws WorkbenchException {
        List<Problem> problems = new ArrayList<>();
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        List<String> words = List.of(parts[0].toLowerCase(Locale.ROOT).split("@", -1));
        String base = words.getFirst();
        List<String> settings = words.subList(1, words.size());
        checkSettings(settings, problems);
        List<String> shared = problems.isEmpty() ? settings : List.of();
        if (!BASES.contains(base)) {
            List<String> nearest = NearestNames.of(base, BASES);
            problems.add(
                    problem(
                            "unknown base '%s', must be one of %s%s"
                                    .formatted(
                                            base,
                                            String.join(", ", BASES),
                                            nearest.isEmpty()
                                                    ? ""
                                                    : "; did you mean "
                                                            + nearest.getFirst()
                                                            + "?")));
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            parseRule(parts[i], shared, problems).ifPresent(rules::add);
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        return new PrecisionRecipe(base, settings, rules);
    }

    /// The same base with exceptions of a model before its own, which win; those that are there
    /// already, at the beginning, are not put there twice.
    ///
    /// @param exceptions as `--formats` writes them
    /// @throws WorkbenchException listing every one that is wrong
    public PrecisionRecipe behind(List<String> exceptions) throws WorkbenchException {
        List<Problem> problems = new ArrayList<>();
        List<Rule> first = new ArrayList<>();
        for (String exception : exceptions) {
            parseRule(exception, settings, problems).ifPresent(first::add);
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        List<String> written = rules.stream().map(Rule::toString).toList();
        List<String> wanted = first.stream().map(Rule::toString).toList();
        boolean there =
                written.size() >= wanted.size() && written.subList(0, wanted.size()).equals(wanted);
        if (!there) {
            first.addAll(rules);
        }
        return there ? this : new PrecisionRecipe(base, settings, first);
    }

    private static void checkSettings(List<String> settings, List<Problem> problems) {
        for (String setting : settings) {
            try {
                Conversion.SATURATING.with(setting);
            } catch (IllegalArgumentException unknown) {
                problems.add(problem(String.valueOf(unknown.getMessage())));
            }
        }
    }

    /// A format of the base, with the base's settings.
    private TargetFormat target(ScalarFormat format) {
        Conversion conversion = Conversion.usual(format);
        for (String setting : settings) {
            conversion = conversion.with(setting);
        }
        return new TargetFormat(format, conversion);
    }

    private static Optional<Rule> parseRule(
            String part, List<String> settings, List<Problem> problems) {
        int equals = part.indexOf('=');
        if (equals < 1) {
            problems.add(
                    problem("'%s' must be SELECTOR=FORMAT, for example gA=e5m2".formatted(part)));
            return Optional.empty();
        }
        String selector = part.substring(0, equals).strip();
        String text = part.substring(equals + 1).strip();
        Optional<TargetFormat> format;
        try {
            format =
                    text.equals("none")
                            ? Optional.empty()
                            : Optional.of(parseTarget(text, settings));
        } catch (IllegalArgumentException unknown) {
            problems.add(problem("'%s': %s".formatted(part, unknown.getMessage())));
            return Optional.empty();
        }
        text = format.isEmpty() ? text : canonical(text, format.get());
        try {
            return Optional.of(new Rule(TensorSelector.parse(selector), text, format));
        } catch (IllegalArgumentException unknown) {
            problems.add(problem("'%s': %s".formatted(part, unknown.getMessage())));
            return Optional.empty();
        }
    }

    /// The settings of the base hold for exceptions too, before their own.
    private static TargetFormat parseTarget(String text, List<String> settings) {
        String[] own = text.split("@", 2);
        String shared = String.join("@", settings);
        String all = own[0] + (shared.isEmpty() ? "" : "@" + shared);
        return TargetFormat.parse(own.length == 1 ? all : all + "@" + own[1]);
    }

    /// The format by its own name, with the settings that were written behind it.
    private static String canonical(String text, TargetFormat target) {
        int at = text.indexOf('@');
        return target.format().name() + (at < 0 ? "" : text.substring(at));
    }

    private static Problem problem(String sentence) {
        return new Problem("--formats", sentence);
    }

    /// The format a tensor is rounded to where it is made, empty where it stays as it is.
    public Optional<TargetFormat> stored(TensorKey key) {
        for (Rule rule : rules.reversed()) {
            if (rule.selector().matches(key)) {
                return rule.format();
            }
        }
        return switch (base) {
            case "fp16" -> Optional.of(target(Formats.FP16));
            case "bf16" -> Optional.of(target(Formats.BF16));
            default -> Optional.empty();
        };
    }

    /// The format an input is rounded to where an operator takes it in, in both passes.
    ///
    /// @param node path of the operator's node
    public Optional<TargetFormat> input(String node, String operator, Input input) {
        for (Rule rule : rules.reversed()) {
            if (rule.selector().matches(node, operator, input.name())) {
                return rule.format();
            }
        }
        boolean rounded = base.equals("fp8") && input.kind() == InputKind.FACTOR;
        return rounded ? Optional.of(target(Formats.FP8_E4M3)) : Optional.empty();
    }

    /// The format the gradient of an operator's output is rounded to where it flows into its
    /// backward pass.
    ///
    /// @param node path of the operator's node
    /// @param inputs the operator's inputs: an `fp8` base rounds only into operators with factors
    public Optional<TargetFormat> gradient(String node, String operator, List<Input> inputs) {
        for (Rule rule : rules.reversed()) {
            if (rule.selector().matchesGradient(node, operator)) {
                return rule.format();
            }
        }
        boolean product = inputs.stream().anyMatch(input -> input.kind() == InputKind.FACTOR);
        return base.equals("fp8") && product
                ? Optional.of(target(Formats.FP8_E5M2))
                : Optional.empty();
    }

    /// The format a tensor of this role is judged against where it is not rounded at all.
    public TargetFormat judge(Role role) {
        return target(
                switch (base) {
                    case "fp16" -> Formats.FP16;
                    case "bf16" -> Formats.BF16;
                    case "fp8" -> role.isGradient() ? Formats.FP8_E5M2 : Formats.FP8_E4M3;
                    default -> Formats.FP32;
                });
    }

    /// The exceptions that nothing in a graph matches, as they were written.
    public List<String> unmatched(Graph graph, OperatorCatalogue catalogue) {
        return rules.stream()
                .filter(rule -> !matchesSome(rule, graph, catalogue))
                .map(Rule::toString)
                .toList();
    }

    private static boolean matchesSome(Rule rule, Graph graph, OperatorCatalogue catalogue) {
        TensorSelector selector = rule.selector();
        if (!selector.isOfOperator()) {
            return graph.tensors().stream().anyMatch(selector::matches);
        }
        return graph.nodes().stream()
                .filter(node -> node.operator().equals(selector.operator()))
                .filter(node -> selector.isOn(node.path()))
                .flatMap(node -> catalogue.find(node.operator()).stream())
                .anyMatch(operator ->
                        selector.isOfGradient()
                                || operator.signature().inputs().stream()
                                        .anyMatch(in -> in.name().equals(selector.input())));
    }

    /// The canonical text; parsing it gives the same recipe.
    @Override
    public String toString() {
        String head = String.join("@", Stream.concat(Stream.of(base), settings.stream()).toList());
        return String.join(
                ",", Stream.concat(Stream.of(head), rules.stream().map(Rule::toString)).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrecisionRecipe recipe && toString().equals(recipe.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
