package org.unitscope.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.unitscope.kernels.Workers;
import org.unitscope.operators.CaseRunner;
import org.unitscope.operators.Invocation;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Tensor;

/// One draw of a case in double precision: what a bound is computed from.
record Sample(CaseRunner runner, List<Tensor> inputs, List<RealTensor> outputs) {
    static Sample of(CaseRunner runner, List<Tensor> inputs) {
        return new Sample(runner, inputs, runner.forward(inputs));
    }

    Invocation use() {
        return runner.use();
    }

    /// A real input.
    DoubleTensor input(int index) {
        return (DoubleTensor) inputs.get(index);
    }

    /// The operator's output where these inputs are replaced by their absolute values: the sum of
    /// the sizes of the terms, for one that is a sum of products of them.
    RealTensor absolute(int... replaced) {
        List<Tensor> sizes =
                IntStream.range(0, inputs.size())
                        .mapToObj(i ->
                                IntStream.of(replaced).anyMatch(r -> r == i)
                                        ? mapped(input(i), Math::abs)
                                        : inputs.get(i))
                        .toList();
        return runner.operator().forward().apply(use(), sizes, Workers.single()).getFirst();
    }

    /// The largest size of an element of an input.
    double largest(int index) {
        return IntStream.range(0, input(index).shape().length())
                .mapToDouble(i -> Math.abs(input(index).get(i)))
                .max()
                .orElseThrow();
    }

    private static DoubleTensor mapped(DoubleTensor x, DoubleUnaryOperator f) {
        double[] values = Arrays.stream(x.array()).map(f).toArray();
        return new DoubleTensor(x.shape(), values);
    }
}
