package org.unitscope.sampling;

import java.util.List;
import java.util.Optional;
import org.unitscope.format.Scaling;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Node;
import org.unitscope.graph.TensorKey;
import org.unitscope.kernels.ArrayRounder;
import org.unitscope.kernels.FakeQuantizer;
import org.unitscope.kernels.FixedRounder;
import org.unitscope.kernels.RandomBits;
import org.unitscope.kernels.ScaledRounder;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.FloatTensor;

/// A recipe applied to a graph: who is rounded where, and what is judged against what.
public final class Rounding {
    private static final int BLOCK = 1 << 15;

    private final PrecisionRecipe recipe;
    private final Graph graph;
    private final OperatorCatalogue catalogue;

    /// For one graph.
    public Rounding(PrecisionRecipe recipe, Graph graph, OperatorCatalogue catalogue) {
        this.recipe = recipe;
        this.graph = graph;
        this.catalogue = catalogue;
    }

    /// The format a tensor is rounded to where it is made.
    public Optional<TargetFormat> stored(TensorKey key) {
        return recipe.stored(key);
    }

    /// The format an operation rounds one of its inputs to.
    public Optional<TargetFormat> input(Node.Operation node, int input) {
        return recipe.input(node.path(), node.operator(), inputs(node).get(input));
    }

    /// The format an operation rounds the gradients of its outputs to.
    public Optional<TargetFormat> gradient(Node.Operation node) {
        return recipe.gradient(node.path(), node.operator(), inputs(node));
    }

    /// The format a tensor was rounded to in the run: where it is made, else by its first consumer
    /// that rounds it (for a gradient: by the operator it flows into).
    public Optional<TargetFormat> applied(TensorKey key) {
        return stored(key).or(() -> key.role().isGradient() ? intoProducer(key) : atUse(key));
    }

    private Optional<TargetFormat> atUse(TensorKey key) {
        return graph.uses(key.tensor()).stream()
                .flatMap(use -> input(use.consumer(), use.input()).stream())
                .findFirst();
    }

    private Optional<TargetFormat> intoProducer(TensorKey key) {
        return graph.node(key.tensor().node()) instanceof Node.Operation producer
                ? gradient(producer)
                : Optional.empty();
    }

    /// The format a tensor is judged against: what it was rounded to, else the recipe's for its
    /// role.
    public TargetFormat judged(TensorKey key) {
        return applied(key).orElseGet(() -> recipe.judge(key.role()));
    }

    private List<Input> inputs(Node.Operation node) {
        Operator operator =
                catalogue
                        .find(node.operator())
                        .orElseThrow(() ->
                                new IllegalStateException(catalogue.unknown(node.operator())));
        return operator.signature().inputs();
    }

    /// Rounds the elements of one tensor.
    ///
    /// @param random what stochastic rounding takes
    static ArrayRounder rounder(TargetFormat target, FloatTensor tensor, RandomBits random) {
        if (target.format().scaling() == Scaling.NONE) {
            return new FixedRounder(FakeQuantizer.of(target.format(), target.conversion()), random);
        }
        int lastAxis = tensor.shape().rank() == 0 ? 1 : tensor.shape().extent(-1);
        return ScaledRounder.calibrated(
                target.format(), target.conversion().rounding(), tensor.array(), lastAxis, random);
    }

    /// A rounded copy, or the tensor itself where there is nothing to round.
    static FloatTensor rounded(
            FloatTensor tensor, Optional<TargetFormat> target, RandomBits random, Workers workers) {
        if (target.isEmpty()) {
            return tensor;
        }
        float[] out = new float[tensor.array().length];
        round(tensor, out, target.get(), random, workers);
        return new FloatTensor(tensor.shape(), out);
    }

    /// Rounds a tensor into `out`, which may be its own array.
    static void round(
            FloatTensor tensor,
            float[] out,
            TargetFormat target,
            RandomBits random,
            Workers workers) {
        ArrayRounder rounder = rounder(target, tensor, random);
        float[] in = tensor.array();
        workers.forRanges(
                in.length,
                BLOCK,
                (from, to) -> rounder.round(in, (int) from, out, (int) from, (int) (to - from)));
    }
}
