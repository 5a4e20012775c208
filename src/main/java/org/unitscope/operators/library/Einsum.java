package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.EinsumPlan;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Signature.Attribute;
import org.unitscope.operators.Signature.Input;
import org.unitscope.operators.TensorProducts;
import org.unitscope.operators.TensorProducts.View;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Products of two tensors, summed over the letters that the result does not have:
/// `bhqd,bhkd->bhqk` are queries by keys. Done as one product of matrices per batch letter, see
/// [EinsumPlan].
///
/// Moments: those of `matmul` where the letters stand as in one, so that what pairs of rows have in
/// common stays known through attention, and of `linear` for rows by a matrix of weights,
/// `btd,df->btf`; else sums of independent products of which no pairs are known.
public final class Einsum implements Operator {
    private static final String EQUATION = "equation";

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "einsum",
                "Einstein sum",
                "Multiplies two tensors and sums over the letters that the result lacks.",
                "y = Σ over shared letters of a b, by the equation, as bhqd,bhkd->bhqk",
                "NumPy einsum; ONNX Einsum, of two inputs");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.factor("left"), Input.factor("right")),
                List.of("output"),
                List.of(Attribute.text(EQUATION)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        EinsumPlan plan =
                EinsumPlan.of(
                        request.attributes().text(EQUATION), request.input(0), request.input(1));
        return List.of(plan.shape(plan.output()));
    }

    private static EinsumPlan plan(Invocation use) {
        try {
            return EinsumPlan.of(use.attributes().text(EQUATION), use.input(0), use.input(1));
        } catch (ShapeException impossible) {
            throw new IllegalStateException("shapes were checked before", impossible);
        }
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            EinsumPlan p = plan(use);
            Shape shape = p.matrices(p.batch(), p.rows(), p.columns());
            RealTensor product =
                    TensorProducts.multiply(
                            View.batched(left(p, (RealTensor) inputs.get(0), workers)),
                            View.batched(right(p, (RealTensor) inputs.get(1), workers)),
                            shape,
                            workers);
            return List.of(back(p, product, p.batch() + p.rows() + p.columns(), p.output()));
        };
    }

    private static RealTensor left(EinsumPlan p, RealTensor a, Workers workers) {
        Shape shape = p.matrices(p.batch(), p.rows(), p.summed());
        return p.arranged(a, p.left(), p.batch() + p.rows() + p.summed(), shape, workers);
    }

    private static RealTensor right(EinsumPlan p, RealTensor b, Workers workers) {
        Shape shape = p.matrices(p.batch(), p.summed(), p.columns());
        return p.arranged(b, p.right(), p.batch() + p.summed() + p.columns(), shape, workers);
    }

    /// Matrices as a tensor of letters in their own order.
    private static RealTensor back(EinsumPlan p, RealTensor product, String from, String to) {
        RealTensor tensor = product.reshaped(p.shape(from));
        return p.arranged(tensor, from, to, p.shape(to), Workers.single());
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            EinsumPlan p = plan(use);
            View a = View.batched(left(p, (RealTensor) inputs.get(0), workers));
            View b = View.batched(right(p, (RealTensor) inputs.get(1), workers));
            String letters = p.batch() + p.rows() + p.columns();
            Shape shape = p.matrices(p.batch(), p.rows(), p.columns());
            View g =
                    View.batched(
                            p.arranged(gradients.getFirst(), p.output(), letters, shape, workers));
            RealTensor toLeft =
                    TensorProducts.multiply(g, b.transpose(), a.tensor().shape(), workers);
            RealTensor toRight =
                    TensorProducts.multiply(a.transpose(), g, b.tensor().shape(), workers);
            return List.of(
                    Optional.of(back(p, toLeft, p.batch() + p.rows() + p.summed(), p.left())),
                    Optional.of(back(p, toRight, p.batch() + p.summed() + p.columns(), p.right())));
        };
    }

    /// The rule that an equation falls under.
    ///
    /// @param like the same use as one of that operator
    private record Known(MomentRule.Formulas formulas, Invocation like, boolean rowsStay) {}

    private static Known known(Invocation use, List<TensorState> inputs) {
        EinsumPlan p = plan(use);
        String rows = p.batch() + p.rows();
        boolean ordered = p.output().equals(rows + p.columns());
        boolean weights =
                p.batch().isEmpty()
                        && ordered
                        && p.left().equals(rows + p.summed())
                        && p.summed().length() == 1
                        && p.columns().length() == 1
                        && inputs.get(1).rows().rows() == 1;
        if (weights) {
            Shape matrix = Shape.of(p.count(p.columns()), p.count(p.summed()));
            return new Known(
                    new Linear().moments().formulas(),
                    like(use, AttributeMap.NONE, List.of(use.input(0), matrix), use.output()),
                    true);
        }
        boolean single =
                p.rows().length() == 1 && p.columns().length() == 1 && p.summed().length() == 1;
        boolean straight = p.right().equals(p.batch() + p.summed() + p.columns());
        boolean turned = p.right().equals(p.batch() + p.columns() + p.summed());
        if (single && ordered && p.left().equals(rows + p.summed()) && (straight || turned)) {
            AttributeMap attributes =
                    new AttributeMap(Map.of("transpose_left", false, "transpose_right", turned));
            return new Known(
                    new MatrixMultiply().moments().formulas(),
                    like(use, attributes, use.inputs(), use.output()),
                    true);
        }
        AttributeMap plain =
                new AttributeMap(Map.of("transpose_left", false, "transpose_right", false));
        return new Known(
                new MatrixMultiply().moments().formulas(),
                like(
                        use,
                        plain,
                        List.of(
                                p.matrices(p.batch(), p.rows(), p.summed()),
                                p.matrices(p.batch(), p.summed(), p.columns())),
                        p.matrices(p.batch(), p.rows(), p.columns())),
                false);
    }

    private static Invocation like(
            Invocation use, AttributeMap attributes, List<Shape> inputs, Shape output) {
        return new Invocation(
                use.node(),
                attributes,
                inputs,
                List.of(output),
                use.indexLaws(),
                use.singlePositions());
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> {
                    Known known = known(use, inputs);
                    List<TensorState> given = known.rowsStay ? inputs : elements(inputs);
                    TensorState y = known.formulas.forward().apply(known.like, given).getFirst();
                    return List.of(known.rowsStay ? y : y.repeated(use.grid(use.output())));
                },
                Einsum::pulled,
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static List<TensorState> elements(List<TensorState> states) {
        return states.stream()
                .map(x -> TensorState.of(x.moments(), x.shape()).scattered(x.scatter()))
                .toList();
    }

    private static List<Optional<TensorState>> pulled(
            Invocation use,
            List<TensorState> inputs,
            List<TensorState> outputs,
            List<TensorState> gradients) {
        Known known = known(use, inputs);
        MomentRule.Backward backward = known.formulas.backward();
        if (known.rowsStay) {
            return backward.apply(known.like, inputs, outputs, gradients);
        }
        List<Optional<TensorState>> flat =
                backward.apply(
                        known.like, elements(inputs), elements(outputs), elements(gradients));
        return List.of(
                flat.get(0).map(g -> g.repeated(use.grid(use.input(0)))),
                flat.get(1).map(g -> g.repeated(use.grid(use.input(1)))));
    }

    private static final class Explained implements Derivations {
        private static Application like(Application of, Known known) {
            return new Application(
                    known.like,
                    known.rowsStay ? of.inputs() : elements(of.inputs()),
                    known.rowsStay ? of.outputs() : elements(of.outputs()),
                    known.rowsStay ? of.gradients() : elements(of.gradients()),
                    of.pulled());
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            Known known = known(of.use(), of.inputs());
            return known.formulas.derivations().output(like(of, known), output);
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            Known known = known(of.use(), of.inputs());
            return known.formulas.derivations().gradient(like(of, known), input);
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0, 1));
    }

    /// One over the root of the number of products that an element of each sums.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        EinsumPlan p = plan(of.use());
        return Optional.of(
                IdealFactors.of(
                        Factor.inverseRoot("summed", p.count(p.summed())),
                        Factor.inverseRoot("columns", p.count(p.columns())),
                        Factor.inverseRoot("rows", p.count(p.rows()))));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example(
                        "queries by keys",
                        "bhqd,bhkd->bhqk",
                        OperatorCase.normal(2, 4, 32, 64),
                        OperatorCase.normal(2, 4, 48, 64)),
                example(
                        "heads last",
                        "bqhd,bkhd->bhqk",
                        OperatorCase.normal(2, 32, 4, 64),
                        OperatorCase.normal(2, 48, 4, 64)),
                example(
                        "rows by weights",
                        "btd,df->btf",
                        OperatorCase.normal(8, 16, 64),
                        OperatorCase.normal(64, 48)),
                example(
                        "experts",
                        "ecd,edf->ecf",
                        OperatorCase.normal(4, 32, 64),
                        OperatorCase.normal(4, 64, 48)));
    }

    private static OperatorCase example(
            String title,
            String equation,
            OperatorCase.CaseInput left,
            OperatorCase.CaseInput right) {
        return new OperatorCase(
                title, List.of(left, right), new AttributeMap(Map.of(EQUATION, equation)), 0);
    }
}
