package org.unitscope.operators;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.unitscope.graph.Node;
import org.unitscope.operators.library.Absolute;
import org.unitscope.operators.library.Add;
import org.unitscope.operators.library.Attention;
import org.unitscope.operators.library.Clip;
import org.unitscope.operators.library.Combine;
import org.unitscope.operators.library.Concatenate;
import org.unitscope.operators.library.Convolution1d;
import org.unitscope.operators.library.CrossEntropy;
import org.unitscope.operators.library.Dispatch;
import org.unitscope.operators.library.Divide;
import org.unitscope.operators.library.Dropout;
import org.unitscope.operators.library.Einsum;
import org.unitscope.operators.library.Elu;
import org.unitscope.operators.library.Embedding;
import org.unitscope.operators.library.Expand;
import org.unitscope.operators.library.ExpandDims;
import org.unitscope.operators.library.ExpertLinear;
import org.unitscope.operators.library.Exponential;
import org.unitscope.operators.library.Flatten;
import org.unitscope.operators.library.Function;
import org.unitscope.operators.library.Gather;
import org.unitscope.operators.library.Gelu;
import org.unitscope.operators.library.GeluTanh;
import org.unitscope.operators.library.Glu;
import org.unitscope.operators.library.HardSigmoid;
import org.unitscope.operators.library.HardSwish;
import org.unitscope.operators.library.HyperbolicTangent;
import org.unitscope.operators.library.KullbackLeibler;
import org.unitscope.operators.library.LayerNorm;
import org.unitscope.operators.library.LeakyRelu;
import org.unitscope.operators.library.Linear;
import org.unitscope.operators.library.LogSoftmax;
import org.unitscope.operators.library.Logarithm;
import org.unitscope.operators.library.MatrixMultiply;
import org.unitscope.operators.library.Maximum;
import org.unitscope.operators.library.Mean;
import org.unitscope.operators.library.MeanPool;
import org.unitscope.operators.library.MeanSquaredError;
import org.unitscope.operators.library.MergeHeads;
import org.unitscope.operators.library.Multiply;
import org.unitscope.operators.library.Pad;
import org.unitscope.operators.library.Power;
import org.unitscope.operators.library.Quantize;
import org.unitscope.operators.library.ReciprocalRoot;
import org.unitscope.operators.library.Relu;
import org.unitscope.operators.library.RepeatHeads;
import org.unitscope.operators.library.Reshape;
import org.unitscope.operators.library.RmsNorm;
import org.unitscope.operators.library.Rotary;
import org.unitscope.operators.library.Scale;
import org.unitscope.operators.library.Sigmoid;
import org.unitscope.operators.library.Silu;
import org.unitscope.operators.library.SinusoidalPositions;
import org.unitscope.operators.library.Slice;
import org.unitscope.operators.library.Softmax;
import org.unitscope.operators.library.Softplus;
import org.unitscope.operators.library.Split;
import org.unitscope.operators.library.SplitHeads;
import org.unitscope.operators.library.Square;
import org.unitscope.operators.library.SquareRoot;
import org.unitscope.operators.library.SquaredRelu;
import org.unitscope.operators.library.Squeeze;
import org.unitscope.operators.library.StopGradient;
import org.unitscope.operators.library.Subtract;
import org.unitscope.operators.library.Sum;
import org.unitscope.operators.library.TopKGates;
import org.unitscope.operators.library.Transpose;
import org.unitscope.task.NearestNames;

/// The operators that a model may use, by name, in the order of the documentation.
public final class OperatorCatalogue {
    private final Map<String, Operator> operators;

    /// A catalogue of these operators.
    ///
    /// @throws IllegalArgumentException if a name repeats
    public OperatorCatalogue(List<Operator> operators) {
        Map<String, Operator> byName = new LinkedHashMap<>();
        for (Operator operator : operators) {
            if (byName.put(operator.name(), operator) != null) {
                throw new IllegalArgumentException("operator '" + operator.name() + "' repeats");
            }
        }
        this.operators = Collections.unmodifiableMap(byName);
    }

    /// Every operator Unitscope ships.
    public static OperatorCatalogue standard() {
        return new OperatorCatalogue(
                List.of(
                        new Linear(),
                        new MatrixMultiply(),
                        new Einsum(),
                        new Convolution1d(),
                        new Add(),
                        new Subtract(),
                        new Multiply(),
                        new Divide(),
                        new Scale(),
                        new Dropout(),
                        new StopGradient(),
                        new Quantize(),
                        new Relu(),
                        new LeakyRelu(),
                        new SquaredRelu(),
                        new Elu(),
                        new Gelu(),
                        new GeluTanh(),
                        new HyperbolicTangent(),
                        new Sigmoid(),
                        new Silu(),
                        new Softplus(),
                        new HardSigmoid(),
                        new HardSwish(),
                        new Exponential(),
                        new Absolute(),
                        new Square(),
                        new Clip(),
                        new Logarithm(),
                        new SquareRoot(),
                        new ReciprocalRoot(),
                        new Power(),
                        new Function(),
                        new Glu(),
                        new Softmax(),
                        new LogSoftmax(),
                        new Attention(),
                        new TopKGates(),
                        new Dispatch(),
                        new ExpertLinear(),
                        new Combine(),
                        new LayerNorm(),
                        new RmsNorm(),
                        new Embedding(),
                        new MeanPool(),
                        new Sum(),
                        new Mean(),
                        new Maximum(),
                        new SplitHeads(),
                        new MergeHeads(),
                        new RepeatHeads(),
                        new Rotary(),
                        new SinusoidalPositions(),
                        new Reshape(),
                        new Flatten(),
                        new Transpose(),
                        new Squeeze(),
                        new ExpandDims(),
                        new Expand(),
                        new Slice(),
                        new Split(),
                        new Gather(),
                        new Pad(),
                        new Concatenate(),
                        new CrossEntropy(),
                        new MeanSquaredError(),
                        new KullbackLeibler()));
    }

    /// This catalogue with more operators at its end.
    public OperatorCatalogue with(Operator... more) {
        return new OperatorCatalogue(
                Stream.concat(operators.values().stream(), Stream.of(more)).toList());
    }

    /// All operators in documentation order.
    public List<Operator> all() {
        return List.copyOf(operators.values());
    }

    /// The operator with this name, if there is one.
    public Optional<Operator> find(String name) {
        return Optional.ofNullable(operators.get(name));
    }

    /// The operator of a node, with the node's factors.
    ///
    /// @throws IllegalStateException if it is not here: graphs are made with a catalogue
    public Operator of(Node.Operation node) {
        Operator plain = operators.get(node.operator());
        if (plain == null) {
            throw new IllegalStateException(unknown(node.operator()));
        }
        return node.scaling().isNone() ? plain : new ScaledOperator(plain, node.scaling());
    }

    /// The operator with this name.
    ///
    /// @throws UnsupportedOperatorException naming the nearest known names
    public Operator require(String name) throws UnsupportedOperatorException {
        Operator operator = operators.get(name);
        if (operator == null) {
            throw new UnsupportedOperatorException(unknown(name));
        }
        return operator;
    }

    /// The sentence for a name that is not here.
    public String unknown(String name) {
        List<String> nearest = NearestNames.of(name, operators.keySet());
        String hint =
                nearest.isEmpty()
                        ? "known are " + String.join(", ", operators.keySet())
                        : "did you mean " + String.join(" or ", nearest) + "?";
        return "unknown operator '" + name + "'; " + hint;
    }
}
