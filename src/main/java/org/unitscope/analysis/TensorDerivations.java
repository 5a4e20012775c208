package org.unitscope.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.unitscope.graph.Node;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.TensorKey;
import org.unitscope.graph.ValueLaw;
import org.unitscope.moments.Positions;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.Term;

/// The derivation of any tensor: its rule's, a source's law, or a sum over uses.
record TensorDerivations(Analysis analysis) {
    /// Differences below this, relative, are rounding.
    private static final double ROUNDING = 1e-9;

    /// Of a tensor that has a state: its rule's terms and, where tensors or uses that meet were
    /// found to be correlated, what they have in common.
    Derivation of(TensorKey key) {
        Derivation alone = independent(key);
        double second = analysis.state(key).map(TensorState::secondMoment).orElse(0.0);
        double common = second - alone.total();
        if (!(Math.abs(common) > ROUNDING * second)) {
            return alone;
        }
        List<Term> terms = new ArrayList<>(alone.terms());
        terms.add(
                Term.of(
                        "in common",
                        new Quantity(
                                "2 ⟨cov⟩",
                                common,
                                "what the tensors, features or uses that meet have in common")));
        return new Derivation(alone.rule(), alone.formula() + " + 2 ⟨cov⟩", terms);
    }

    private Derivation independent(TensorKey key) {
        OutputRef tensor = key.tensor();
        if (!analysis.isRuled(key)) {
            double second = analysis.state(key).map(TensorState::secondMoment).orElse(0.0);
            return new Derivation(
                    "no rule: the operator was sampled alone",
                    "E x² as measured, on Gaussian inputs with the predicted kernels",
                    Term.of("all", new Quantity("E x²", second, "mean square, measured")));
        }
        if (key.role().isGradient()) {
            return gradient(tensor);
        }
        return switch (analysis.graph().node(tensor.node())) {
            case Node.RealInput input -> law(input.law());
            case Node.Parameter weight -> law(weight.law());
            case Node.IndexInput index ->
                    throw new IllegalArgumentException(index.path() + " has no scale");
            case Node.Operation node ->
                    named(
                            node,
                            analysis.formulas(node)
                                    .ofOutput(analysis.forward(node), tensor.output()));
        };
    }

    /// Terms of several inputs get the names of their tensors.
    private static Derivation named(Node.Operation node, Derivation derivation) {
        long inputs =
                derivation.terms().stream()
                        .flatMapToInt(term -> term.input().stream())
                        .distinct()
                        .count();
        if (inputs < 2) {
            return derivation;
        }
        List<Term> terms =
                derivation.terms().stream()
                        .map(term ->
                                term.input().isEmpty()
                                        ? term
                                        : new Term(
                                                term.label()
                                                        + ", "
                                                        + node.inputs()
                                                                .get(term.input().getAsInt())
                                                                .path(),
                                                term.factors(),
                                                term.input()))
                        .toList();
        return new Derivation(derivation.rule(), derivation.formula(), terms);
    }

    private static Derivation law(ValueLaw law) {
        double mean = law.mean();
        double variance = law.secondMoment() - mean * mean;
        List<Term> terms = new ArrayList<>();
        if (variance > 0) {
            Quantity deviation = new Quantity("σ", Math.sqrt(variance), "standard deviation");
            terms.add(Term.completed("spread", variance, "rounding", "of σ", deviation, deviation));
        }
        if (mean != 0 || variance <= 0) {
            Quantity center = new Quantity("μ", mean, "mean");
            terms.add(Term.of("mean", center, center));
        }
        return new Derivation("drawn from " + law, "E x² = σ² + μ²", terms);
    }

    private Derivation gradient(OutputRef tensor) {
        List<Analysis.Pull> uses = analysis.uses(tensor);
        boolean isLoss = tensor.equals(analysis.graph().loss());
        if (isLoss) {
            Quantity one = new Quantity("1", 1, "the loss's derivative by itself");
            return new Derivation(
                    "where the backward pass starts", "∂L/∂L = 1", Term.of("all", one));
        }
        return uses.size() == 1 ? of(uses.getFirst()) : sum(uses);
    }

    private Derivation of(Analysis.Pull use) {
        return analysis.formulas(use.consumer())
                .ofGradient(analysis.backward(use.consumer()), use.input());
    }

    /// A term per use, and what their means add.
    private static Derivation sum(List<Analysis.Pull> uses) {
        List<Term> terms = new ArrayList<>();
        double cross = 0;
        for (int i = 0; i < uses.size(); i++) {
            Analysis.Pull use = uses.get(i);
            String symbol = "E g" + subscript(i + 1) + "²";
            terms.add(
                    Term.of(
                            "by " + use.consumer().path(),
                            new Quantity(
                                    symbol,
                                    use.gradient().secondMoment(),
                                    "mean square of what this use gives")));
            for (int j = 0; j < i; j++) {
                cross += 2 * meanProduct(use.gradient(), uses.get(j).gradient());
            }
        }
        if (cross != 0) {
            terms.add(
                    Term.of(
                            "means",
                            new Quantity("2 ⟨E g E g'⟩", cross, "products of the uses' means")));
        }
        return new Derivation(
                "a sum over %d uses, taken as uncorrelated but for their means"
                        .formatted(uses.size()),
                "E g² = Σ E g_use²" + (cross == 0 ? "" : " + 2 Σ ⟨E g E g'⟩"),
                terms);
    }

    private static double meanProduct(TensorState one, TensorState other) {
        Positions t = one.rows().positions();
        if (!t.equals(other.rows().positions())) {
            return one.mean() * other.mean();
        }
        double[] products = new double[t.blocks()];
        Arrays.setAll(products, i -> one.mean(i) * other.mean(i));
        return t.mean(products);
    }

    private static String subscript(int number) {
        StringBuilder text = new StringBuilder();
        for (char digit : Integer.toString(number).toCharArray()) {
            text.append((char) ('₀' + (digit - '0')));
        }
        return text.toString();
    }

    /// What every use gives, where there are several.
    List<Explanation.UseDerivation> uses(TensorKey key) {
        List<Analysis.Pull> uses =
                key.role().isGradient() ? analysis.uses(key.tensor()) : List.of();
        if (uses.size() < 2) {
            return List.of();
        }
        return uses.stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (Analysis.Pull use) -> use.gradient().secondMoment())
                                .reversed())
                .map(use ->
                        new Explanation.UseDerivation(
                                use.consumer().path(), use.consumer().operator(), of(use)))
                .toList();
    }
}
