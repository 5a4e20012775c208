package org.unitscope.operators.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.AttentionFactors;
import org.unitscope.operators.AttentionHeads;
import org.unitscope.operators.AttentionMask;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.FusedAttention;
import org.unitscope.operators.FusedDerivations;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ScalingStyle;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Scaled dot-product attention of all heads in one node: query `[batch, queries, heads · d]`, key
/// `[batch, keys, key_heads · d]`, value `[batch, keys, key_heads · e]`, output `[batch, queries,
/// heads · e]`. With fewer key heads than heads, consecutive query heads share one. A mask needs as
/// many queries as keys, see [AttentionMask].
///
/// It is the composition of split_heads, repeat_heads, matmul, scale, softmax, matmul and
/// merge_heads; logits and weights in between are no tensors of the graph, so nothing rounds or
/// measures them. See [AttentionHeads].
public final class Attention implements Operator {
    private static final int MOST_HEADS = 1 << 20;
    private static final double LARGEST = 1e30;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "attention",
                "Attention",
                "Averages values with softmax weights of scaled products of queries and keys, per head.",
                "y_i = Σ_j softmax_j(scale · q_i k_j) v_j; " + AttentionMask.RULE,
                "Vaswani et al. 2017, arXiv 1706.03762; shared key heads: Ainslie et al. 2023,"
                        + " arXiv 2305.13245");
    }

    @Override
    public Signature signature() {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.integer("heads", 1, MOST_HEADS));
        attributes.add(Attribute.integer("key_heads", 1, MOST_HEADS).orAbsent("heads"));
        attributes.add(Attribute.required("scale", -LARGEST, LARGEST).orAbsent("1/√d"));
        attributes.addAll(AttentionMask.attributes());
        return new Signature(
                List.of(Input.factor("query"), Input.factor("key"), Input.factor("value")),
                List.of("output"),
                attributes);
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return List.of(AttentionHeads.of(request.attributes(), request.inputs()).output());
    }

    private static AttentionHeads heads(Invocation use) {
        try {
            return AttentionHeads.of(use.attributes(), use.inputs());
        } catch (ShapeException impossible) {
            throw new IllegalStateException("shapes were checked before", impossible);
        }
    }

    private static RealTensor real(List<Tensor> inputs, int index) {
        return (RealTensor) inputs.get(index);
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(
                        heads(use)
                                .attend(
                                        real(inputs, 0),
                                        real(inputs, 1),
                                        real(inputs, 2),
                                        workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                heads(use)
                        .pull(
                                real(inputs, 0),
                                real(inputs, 1),
                                real(inputs, 2),
                                gradients.getFirst(),
                                workers)
                        .stream()
                        .map(Optional::of)
                        .toList();
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(
                                rule(use)
                                        .output(
                                                inputs.get(0),
                                                inputs.get(1),
                                                inputs.get(2),
                                                use.output().extent(-1),
                                                use.grid(use.output()))),
                (use, inputs, outputs, gradients) ->
                        rule(use)
                                .gradients(
                                        inputs.get(0),
                                        inputs.get(1),
                                        inputs.get(2),
                                        outputs.getFirst(),
                                        gradients.getFirst(),
                                        use.output().extent(-1)),
                Basis.LARGE_FAN_IN,
                new FusedDerivations(Attention::rule));
    }

    private static FusedAttention rule(Invocation use) {
        AttentionHeads heads = heads(use);
        return new FusedAttention(
                heads.mask(),
                heads.scale(),
                heads.width(),
                heads.valueWidth(),
                (double) heads.heads() / heads.keyHeads());
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(2));
    }

    /// `κ` on the result and all gradients. The library's κ at the logits' own scale, which stays
    /// as it is: the library itself would divide logits by the head width, as the rewrite of a
    /// chain of `matmul`, `softmax` and `matmul` does, and that is another function. The other
    /// styles take unit Gaussian logits, of which a row sums `E Σ p² = e / keys`.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        AttentionHeads heads = heads(of.use());
        Factor kappa =
                of.style() == ScalingStyle.LIBRARY
                        ? AttentionFactors.library(
                                heads.width(), heads.scale(), heads.keys(), heads.mask().causal())
                        : Factor.of(
                                Math.sqrt(heads.keys() / Math.E),
                                "(keys / e)^1/2",
                                "keys = " + heads.keys());
        return Optional.of(IdealFactors.of(kappa, kappa, kappa, kappa));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "all see all, values of their own width",
                        List.of(
                                OperatorCase.normal(2, 24, 32),
                                OperatorCase.normal(2, 40, 32),
                                OperatorCase.normal(2, 40, 16)),
                        new AttributeMap(Map.of("heads", 2.0)),
                        0),
                new OperatorCase(
                        "causal, two key heads for four, scale 1/d",
                        List.of(
                                OperatorCase.normal(2, 32, 64),
                                OperatorCase.normal(2, 32, 32),
                                OperatorCase.normal(2, 32, 32)),
                        new AttributeMap(
                                Map.of(
                                        "heads",
                                        4.0,
                                        "key_heads",
                                        2.0,
                                        "scale",
                                        1.0 / 16,
                                        "causal",
                                        true)),
                        0),
                new OperatorCase(
                        "causal window with a prefix",
                        List.of(
                                OperatorCase.normal(1, 32, 32),
                                OperatorCase.normal(1, 32, 32),
                                OperatorCase.normal(1, 32, 32)),
                        new AttributeMap(
                                Map.of("heads", 2.0, "causal", true, "window", 8.0, "prefix", 2.0)),
                        0));
    }
}
