package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.graph.IndexLaw;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RegroupedRows;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.AxisPart;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.Factor;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.IndexCounts;
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
import org.unitscope.statistics.ElementLaw;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y[…, k, …] = x[…, indices_k, …]` along an axis, the same indices everywhere: the axis is
/// replaced by the shape of the indices. Entries that are named several times sum their gradients,
/// in ascending order of the places.
///
/// Moments: an element of y is an element of x at an entry drawn by the law of the indices; where
/// the axis is that of positions, entries have their own. With c_v places that name the entry v, `E
/// g_x² = (Σ E c_v · E g² + Σ E c_v (c_v − 1) · (E g)²) / n`. Of pairs of rows nothing is said.
public final class Gather implements Operator {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "gather",
                "Gather",
                "Takes entries of an axis by index.",
                "y[…, k, …] = x[…, indices_k, …]",
                "NumPy take; ONNX Gather");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input"), Input.index("indices")),
                List.of("output"),
                List.of(Attribute.integer("axis", 0, -(1 << 10), 1 << 10)));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        Shape in = request.input(0);
        int axis = AxisPart.axis(in, request.attributes().integer("axis"));
        request.requireIndicesBelow(1, in.extent(axis), false);
        return List.of(
                in.slice(0, axis).concat(request.input(1)).concat(in.slice(axis + 1, in.rank())));
    }

    private static int axis(Invocation use) {
        int given = use.attributes().integer("axis");
        return given < 0 ? given + use.input(0).rank() : given;
    }

    /// The input as `[outer, n, inner]`.
    private record View(int outer, int n, int inner) {
        static View of(Invocation use) {
            Shape in = use.input(0);
            int axis = axis(use);
            return new View(
                    in.slice(0, axis).length(),
                    in.extent(axis),
                    in.slice(axis + 1, in.rank()).length());
        }
    }

    /// Work on one run of the inner axes: where it begins in the output and in the input.
    private interface Run {
        void at(int place, int source);
    }

    /// Over the outer axes in parallel; places in order.
    private static void forRuns(Invocation use, int[] indices, Workers workers, Run body) {
        View view = View.of(use);
        workers.forRanges(
                view.outer,
                1,
                (from, to) -> {
                    for (int outer = (int) from; outer < to; outer++) {
                        for (int k = 0; k < indices.length; k++) {
                            body.at(
                                    (outer * indices.length + k) * view.inner,
                                    (outer * view.n + indices[k]) * view.inner);
                        }
                    }
                });
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.get(0);
            RealTensor y = x.zeros(use.output());
            int inner = View.of(use).inner;
            forRuns(
                    use,
                    ((IndexTensor) inputs.get(1)).array(),
                    workers,
                    (place, source) -> {
                        for (int i = 0; i < inner; i++) {
                            y.set(place + i, x.get(source + i));
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            RealTensor result = g.zeros(use.input(0));
            int inner = View.of(use).inner;
            forRuns(
                    use,
                    ((IndexTensor) inputs.get(1)).array(),
                    workers,
                    (place, source) -> {
                        for (int i = 0; i < inner; i++) {
                            result.set(source + i, result.get(source + i) + g.get(place + i));
                        }
                    });
            return Arrays.asList(Optional.of(result), Optional.empty());
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(taken(use, inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(Optional.of(summed(use, gradients.getFirst())), Optional.empty()),
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static IndexCounts counts(Invocation use) {
        int entries = use.input(0).extent(axis(use));
        Optional<IndexLaw> law = use.indexLaws().get(1);
        return law.map(l -> IndexCounts.of(l, use.input(1), entries))
                .orElseGet(() -> IndexCounts.uniform(use.input(1), entries));
    }

    private static TensorState taken(Invocation use, TensorState x) {
        int rank = use.input(0).rank();
        RowGrid grid = use.grid(use.output());
        Positions t = x.rows().positions();
        boolean positions = rank >= 3 && axis(use) == rank - 2 && t.blocks() > 1;
        TensorState plain = RegroupedRows.plain(x, grid);
        if (!positions) {
            return plain;
        }
        double mean = 0;
        double second = 0;
        double[] once = counts(use).once();
        double places = use.input(1).count();
        for (int i = 0; i < t.blocks(); i++) {
            int start = (int) t.start(i);
            for (int v = start; v < start + t.size(i); v++) {
                mean += once[v] / places * x.mean(i);
                second += once[v] / places * x.kernels().diagonal(i);
            }
        }
        return flat(grid, mean, second, plain.shape()).scattered(x.scatter());
    }

    private static TensorState flat(RowGrid grid, double mean, double second, ElementShape shape) {
        Positions t = grid.positions();
        double[] means = new double[t.blocks()];
        double[] diagonal = new double[t.blocks()];
        Arrays.fill(means, mean);
        Arrays.fill(diagonal, second);
        return TensorState.of(grid, means, Kernels.untracked(t, diagonal), shape);
    }

    private static TensorState summed(Invocation use, TensorState g) {
        double entries = use.input(0).extent(axis(use));
        double places = use.input(1).count();
        double pairs = counts(use).allPairs();
        double mean = g.mean() * places / entries;
        double second = (places * g.secondMoment() + pairs * g.mean() * g.mean()) / entries;
        return flat(use.grid(use.input(0)), mean, second, sums(counts(use))).scattered(g.scatter());
    }

    /// Zero for an entry that nothing names, a sum for others.
    private static ElementShape sums(IndexCounts counts) {
        double[] once = counts.once();
        double named = 0;
        for (int v = 0; v < once.length; v++) {
            boolean alone = counts.pairs()[v] == 0;
            named += (alone ? Math.min(1, once[v]) : -StrictMath.expm1(-once[v])) / once.length;
        }
        double[] shares = {named, 1 - named};
        return ElementShape.whole(() ->
                ElementLaw.mixture(List.of(ElementLaw.gaussian(), ElementLaw.constant(0)), shares));
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            Quantity square = Quantity.square("x", of.input(0).secondMoment(), "the input");
            return Optional.of(
                    new Derivation(
                            "elements of the input, by index",
                            "E y² = E x² of the entries named",
                            Term.completed(
                                    "all",
                                    of.output().secondMoment(),
                                    "r",
                                    "mean square of the entries named over that of all",
                                    square)));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            double entries = of.use().input(0).extent(axis(of.use()));
            Quantity share = new Quantity("1/n", 1 / entries, "one over the entries");
            TensorState g = of.gradient();
            return Optional.of(
                    new Derivation(
                            "every entry sums the gradients of its places",
                            "E g_x² = (Σ c · E g² + Σ c (c − 1) · (E g)²) / n",
                            List.of(
                                    Term.of(
                                            "places alone",
                                            share,
                                            new Quantity(
                                                    "Σ c", of.use().input(1).count(), "places"),
                                            Quantity.square("g", g.secondMoment(), "the gradient")),
                                    Term.of(
                                            "pairs of places",
                                            share,
                                            new Quantity(
                                                    "Σ c (c − 1)",
                                                    counts(of.use()).allPairs(),
                                                    "pairs of places that name one entry"),
                                            Quantity.squaredMean("g", g.mean(), "the gradient")))));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// 1; an entry sums `places / entries` gradients on average.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double entries = of.use().input(0).extent(axis(of.use()));
        double places = of.use().input(1).count();
        Factor back =
                Factor.of(
                        Math.sqrt(entries / places),
                        "(entries / places)^1/2",
                        "entries = "
                                + Factor.whole(entries)
                                + ", places = "
                                + Factor.whole(places));
        return Optional.of(
                new IdealFactors(Factor.ONE, List.of(Optional.of(back), Optional.empty()), true));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("masked positions", 1, new IndexLaw.Uniform(32), Shape.of(8), 16, 32, 64),
                example("rows", 0, new IndexLaw.Zipf(16, 1), Shape.of(4, 6), 16, 64),
                example("features in order", -1, new IndexLaw.Range(48, 1), Shape.of(24), 32, 48));
    }

    private static OperatorCase example(
            String title, double axis, IndexLaw law, Shape indices, int... extents) {
        return new OperatorCase(
                title,
                List.of(
                        OperatorCase.normal(extents),
                        new OperatorCase.CaseInput.Index(indices, law)),
                new AttributeMap(Map.of("axis", axis)),
                0);
    }
}
