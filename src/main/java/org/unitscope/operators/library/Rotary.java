package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.RotatedRows;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.MovedDerivations;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Rotary position embedding: features of a head are turned in pairs by angles that grow with the
/// position, so that products of queries and keys depend on their distance.
///
/// Of `[…, positions, heads · d]` the feature i < d/2 of a head goes with i + d/2, as in Llama's
/// published weights ("half rotation"; the paper pairs 2i and 2i + 1, which is another order of
/// features), by the angle `t · base^(−2i/d)` at the positions t = 0, 1, …. So it stands between a
/// `linear` and `attention` with the same `heads`, or, with one head, behind `split_heads`. Angles
/// and their cosines are in double precision. The gradient is turned back.
///
/// A row keeps its length. Pairs of rows keep the mean over frequencies of the cosine of the angle
/// between them, see [RotatedRows]; the shape of an element's law is taken to stay.
public final class Rotary implements Operator {
    private static final int ROWS = 16;
    private static final int MOST_HEADS = 1 << 20;
    private static final double LARGEST_BASE = 1e12;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "rotary",
                "Rotary positions",
                "Turns pairs of features of every head by angles in proportion to the position.",
                "(y_i, y_i+d/2) = R(t · base^(-2i/d)) (x_i, x_i+d/2), positions t = 0, 1, …",
                "Su et al. 2021, arXiv 2104.09864; layout of Touvron et al. 2023, arXiv 2302.13971,"
                        + " as published for Transformers");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.integer("heads", 1, 1, MOST_HEADS),
                        Attribute.number("base", 10000, 1, LARGEST_BASE)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int heads = request.attributes().integer("heads");
        if (in.rank() < 3 || in.extent(-1) % heads != 0 || in.extent(-1) / heads % 2 != 0) {
            throw new ShapeException(
                    "the input must be [batch, positions, heads · d] or have more axes before the"
                            + " positions, d even, got "
                            + in
                            + " and "
                            + heads
                            + " heads");
        }
        return List.of(in);
    }

    /// Features of one head.
    private static int width(Invocation use) {
        return use.input(0).extent(-1) / use.attributes().integer("heads");
    }

    /// The angle of each pair at position 1.
    private static double[] angles(Invocation use) {
        int width = width(use);
        double base = use.attributes().number("base");
        double[] angles = new double[width / 2];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = StrictMath.pow(base, -2.0 * i / width);
        }
        return angles;
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(turn((RealTensor) inputs.getFirst(), use, 1, workers));
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(turn(gradients.getFirst(), use, -1, workers)));
    }

    private static RealTensor turn(RealTensor in, Invocation use, int sign, Workers workers) {
        RealTensor out = in.zeros(in.shape());
        double[] angles = angles(use);
        int positions = in.shape().extent(-2);
        int features = in.shape().extent(-1);
        int pairs = angles.length;
        long outer = in.shape().count() / features / positions;
        workers.forRanges(
                positions,
                ROWS,
                (from, to) -> {
                    for (int t = (int) from; t < to; t++) {
                        for (int i = 0; i < pairs; i++) {
                            double cos = StrictMath.cos(t * angles[i]);
                            double sin = sign * StrictMath.sin(t * angles[i]);
                            for (int row = t; row < outer * positions; row += positions) {
                                int end = (row + 1) * features;
                                for (int k = row * features + i; k < end; k += 2 * pairs) {
                                    double a = in.get(k);
                                    double b = in.get(k + pairs);
                                    out.set(k, cos * a - sin * b);
                                    out.set(k + pairs, sin * a + cos * b);
                                }
                            }
                        }
                    }
                });
        return out;
    }

    private static RotatedRows rows(Invocation use) {
        Shape in = use.input(0);
        double features = (double) in.count() / in.extent(0) / in.extent(-2);
        return new RotatedRows(angles(use), features);
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(rows(use).of(inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(Optional.of(rows(use).of(gradients.getFirst()))),
                Basis.EXACT,
                new MovedDerivations("a rotation, which keeps the length of a row"));
    }

    @Override
    public CrossRule cross() {
        return new CrossRule.Responds(
                (use, inputs) -> List.of(rows(use).slopes(inputs.getFirst().rows().positions())));
    }

    /// 1 in both directions.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                new OperatorCase(
                        "four heads side by side",
                        List.of(OperatorCase.normal(4, 16, 64)),
                        new AttributeMap(Map.of("heads", 4.0)),
                        0),
                new OperatorCase(
                        "heads before positions",
                        List.of(OperatorCase.normal(2, 4, 16, 32)),
                        AttributeMap.NONE,
                        0),
                new OperatorCase(
                        "another base",
                        List.of(OperatorCase.normal(4, 16, 64)),
                        new AttributeMap(Map.of("base", 500000.0)),
                        0));
    }
}
