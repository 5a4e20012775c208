package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.moments.SinusoidTable;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.Quantity;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Adds the fixed table of sinusoidal positions, times a factor, to every sequence: `[..., T, d]`.
///
/// Moments: the table is no random number; its kernels are added to those of the input, exactly,
/// and its law counts where the input is small. Gradients pass.
public final class SinusoidalPositions implements Operator {
    private static final int BLOCK = 1 << 12;
    private static final String BASE = "base";
    private static final String FACTOR = "factor";

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "sinusoidal_positions",
                "Sinusoidal positions",
                "Adds sines and cosines of the position, of wavelengths from 2π to 2π · base.",
                "y[t, 2i] = x + factor · sin(t / base^(2i/d)), y[t, 2i+1] = x + factor · cos(same)",
                "Vaswani et al. 2017, arXiv 1706.03762");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.number(BASE, 10000, 1, 1e12),
                        Attribute.number(FACTOR, 1, -1e6, 1e6)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        if (request.input(0).rank() < 3) {
            throw new ShapeException(
                    "the input must be [batch, positions, features], got " + request.input(0));
        }
        return List.of(request.input(0));
    }

    private static SinusoidTable table(Invocation use) {
        Shape shape = use.input(0);
        return new SinusoidTable(shape.extent(-2), shape.extent(-1), use.attributes().number(BASE));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            RealTensor y = x.zeros(x.shape());
            SinusoidTable table = table(use);
            int row = table.length() * table.features();
            double[] added = new double[row];
            double factor = use.attributes().number(FACTOR);
            workers.forRanges(
                    row,
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            added[i] =
                                    factor * table.at(i / table.features(), i % table.features());
                        }
                    });
            workers.forRanges(
                    x.shape().count(),
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            y.set(i, x.get(i) + added[i % row]);
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) ->
                List.of(Optional.of(gradients.getFirst()));
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(use, inputs.getFirst())),
                (use, inputs, outputs, gradients) -> List.of(Optional.of(gradients.getFirst())),
                Basis.EXACT,
                new Explained());
    }

    private static TensorState added(Invocation use) {
        return table(use).rows(use.grid(use.input(0))).scaled(use.attributes().number(FACTOR));
    }

    private static TensorState predict(Invocation use, TensorState x) {
        TensorState table = added(use);
        TensorState rows =
                x.rows().positions().equals(table.rows().positions())
                        ? x
                        : x.repeated(table.rows());
        TensorState sum = rows.plus(table);
        double second = sum.secondMoment();
        double random = second == 0 ? 0 : x.secondMoment() / second;
        // The table scatters neither between rows nor between seeds.
        return sum.noisy(random * random * x.rowNoise(), random * random * x.pairNoise())
                .scattered(random * random * x.scatter());
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            double table = added(of.use()).secondMoment();
            double rest = of.output().secondMoment() - of.input(0).secondMoment() - table;
            Term own =
                    Term.of("input", Quantity.square("x", of.input(0).secondMoment(), "the input"))
                            .from(0);
            Term positions =
                    Term.of("positions", Quantity.square("P", table, "the table of positions"));
            return Optional.of(
                    new Derivation(
                            "a fixed table on top",
                            "E y² = E x² + E P² + 2 E x E P",
                            rest == 0
                                    ? List.of(own, positions)
                                    : List.of(
                                            own,
                                            positions,
                                            Term.of(
                                                    "means",
                                                    new Quantity(
                                                            "2 ⟨E x E P⟩",
                                                            rest,
                                                            "products of the means, by position")))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    new Derivation(
                            "gradients pass",
                            "E g_x² = E g²",
                            Term.of(
                                    "all",
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the output"))));
        }
    }

    @Override
    public CrossRule cross() {
        return CrossRule.same();
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of();
    }

    /// For a unit input and a table of mean square 1/2 times the squared factor.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double factor = of.use().attributes().number(FACTOR);
        return Optional.of(
                IdealFactors.of(
                        Factor.of(
                                1 / Math.sqrt(1 + factor * factor / 2),
                                "(1 + factor² / 2)^-1/2",
                                "factor = " + factor),
                        Factor.ONE));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("unit embeddings", 1, 1),
                example("small embeddings", 0.02, 1),
                example("a small table", 1, 0.125));
    }

    private static OperatorCase example(String title, double deviation, double factor) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 8, 64, 32)),
                new AttributeMap(Map.of(FACTOR, factor)),
                0);
    }
}
