package org.unitscope.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unitscope.analysis.ValueLaws;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.graph.ValueLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.TensorState;
import org.unitscope.sampling.Sources;
import org.unitscope.statistics.Moments;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Draws the inputs of an operator's case and runs its kernels.
public record CaseRunner(Operator operator, OperatorCase example, Invocation use) {
    /// The case of an operator, with inferred shapes.
    public static CaseRunner of(Operator operator, OperatorCase example) throws ShapeException {
        AttributeMap attributes = OperatorRun.withDefaults(operator, example.attributes());
        List<Shape> shapes = example.inputs().stream().map(OperatorCase.CaseInput::shape).toList();
        List<Optional<IndexLaw>> laws =
                example.inputs().stream()
                        .map(input ->
                                input instanceof OperatorCase.CaseInput.Index index
                                        ? Optional.of(index.law())
                                        : Optional.<IndexLaw>empty())
                        .toList();
        List<Shape> outputs = operator.inferShapes(new ShapeRequest(attributes, shapes, laws));
        return new CaseRunner(
                operator,
                example,
                new Invocation(
                        "case",
                        attributes,
                        shapes,
                        outputs,
                        laws,
                        operator.needsSinglePositions()));
    }

    /// The same case in a run of this seed.
    public CaseRunner seeded(long seed) {
        return new CaseRunner(operator, example, use.seeded(seed));
    }

    /// The inputs as their laws say; double precision holds the same numbers as single.
    public List<Tensor> draw(long seed, Precision precision) {
        Sources sources = new Sources(seed, Workers.single());
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < example.inputs().size(); i++) {
            String name = "input" + i;
            inputs.add(
                    switch (example.inputs().get(i)) {
                        case OperatorCase.CaseInput.Real real ->
                                in(
                                        precision,
                                        sources.values(name, "input", real.shape(), real.law()));
                        case OperatorCase.CaseInput.Index index ->
                                sources.indices(name, index.shape(), index.law());
                    });
        }
        return inputs;
    }

    RealTensor gradient(long seed, Precision precision, int output) {
        Shape shape = use.outputs().get(output);
        if (shape.rank() == 0) {
            RealTensor one = RealTensor.zeros(precision, shape);
            one.set(0, 1);
            return one;
        }
        ValueLaw normal = new ValueLaw.Normal(0, 1);
        Sources sources = new Sources(seed, Workers.single());
        return in(precision, sources.values("gradient" + output, "input", shape, normal));
    }

    private static RealTensor in(Precision precision, FloatTensor tensor) {
        if (precision == Precision.SINGLE) {
            return tensor;
        }
        double[] wide = new double[tensor.array().length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = tensor.array()[i];
        }
        return new DoubleTensor(tensor.shape(), wide);
    }

    /// What the forward kernel makes of inputs.
    public List<RealTensor> forward(List<Tensor> inputs) {
        return operator.forward().apply(use, inputs, Workers.single());
    }

    List<Optional<RealTensor>> backward(List<Tensor> inputs, List<RealTensor> gradients) {
        return operator.backward().apply(use, inputs, forward(inputs), gradients, Workers.single());
    }

    /// States of the case's inputs, as their laws say.
    List<TensorState> states() {
        List<TensorState> states = new ArrayList<>();
        for (OperatorCase.CaseInput input : example.inputs()) {
            states.add(
                    switch (input) {
                        case OperatorCase.CaseInput.Real real ->
                                state(real.shape(), real.law(), states.isEmpty());
                        case OperatorCase.CaseInput.Index index ->
                                TensorState.of(Double.NaN, Double.NaN);
                    });
        }
        return states;
    }

    /// Inputs are drawn apart from each other, so the noise of finite width in their kernels, which
    /// rules take as common to all, is left to the first.
    private TensorState state(Shape shape, ValueLaw law, boolean first) {
        TensorState rows =
                rows(shape, new Moments(law.mean(), law.secondMoment()), ValueLaws.shape(law));
        return first ? rows : rows.with(rows.kernels().denoised(0));
    }

    /// States of unit gradients of the outputs, drawn apart from the inputs.
    List<TensorState> gradientStates() {
        return use.outputs().stream()
                .map(shape -> shape.rank() == 0 ? TensorState.of(1, 1) : drawnApart(shape))
                .toList();
    }

    private TensorState drawnApart(Shape shape) {
        TensorState rows = rows(shape, new Moments(0, 1), ElementShape.GAUSSIAN);
        return rows.with(rows.kernels().denoised(0));
    }

    private TensorState rows(Shape shape, Moments moments, ElementShape element) {
        double features = shape.rank() == 0 ? 1 : shape.extent(-1);
        return TensorState.independentRows(use.grid(shape), moments, features, element);
    }
}
