package org.unitscope.operators.library;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.GaussianMaximum;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.Positions;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.RowParts;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.Broadcast;
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
import org.unitscope.operators.ReducedAxis;
import org.unitscope.operators.ScalingRequest;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.ShapeRequest;
import org.unitscope.operators.Signature;
import org.unitscope.operators.Term;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = max x` along one axis, or over all elements; the first of the largest gets the gradient.
///
/// Moments, for Gaussian elements: with μ and v the mean and the variance of the largest of n
/// independent ones ([GaussianMaximum]), c what any two have in common (their covariance; 0 for
/// features) and s² the rest of the variance, `E y = m + s μ`, `E y² = (E y)² + c + s² v`. Nothing
/// is said of pairs of maxima but for their means.
public final class Maximum implements Operator {
    private static final int BLOCK = 1 << 14;

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "max",
                "Maximum",
                "Takes the largest element along an axis, or of all.",
                "y = max x along the axis",
                "NumPy max; ONNX ReduceMax");
    }

    @Override
    public Signature signature() {
        return ReducedAxis.signature();
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        return List.of(ReducedAxis.of(request.input(0), request.attributes()).output());
    }

    /// Per element of the output the first place of the largest of its elements.
    private static int[] places(Invocation use, RealTensor x, Workers workers) {
        Broadcast owner = Broadcast.of(ReducedAxis.of(use).kept(), use.input(0));
        int[] places = new int[use.output().length()];
        Arrays.fill(places, -1);
        workers.forEach(
                1,
                block -> {
                    for (int i = 0; i < x.shape().length(); i++) {
                        int place = owner.source(i);
                        int best = places[place];
                        if (best < 0 || x.get(i) > x.get(best)) {
                            places[place] = i;
                        }
                    }
                });
        return places;
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) -> {
            RealTensor x = (RealTensor) inputs.getFirst();
            int[] places = places(use, x, workers);
            RealTensor y = x.zeros(use.output());
            workers.forRanges(
                    places.length,
                    BLOCK,
                    (from, to) -> {
                        for (int i = (int) from; i < to; i++) {
                            y.set(i, x.get(places[i]));
                        }
                    });
            return List.of(y);
        };
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            int[] places = places(use, (RealTensor) inputs.getFirst(), workers);
            RealTensor result = g.zeros(use.input(0));
            for (int i = 0; i < places.length; i++) {
                result.set(places[i], g.get(i));
            }
            return List.of(Optional.of(result));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) -> List.of(predict(use, inputs.getFirst())),
                (use, inputs, outputs, gradients) ->
                        List.of(
                                Optional.of(
                                        RowParts.scattered(
                                                gradients.getFirst(),
                                                use.grid(use.input(0)),
                                                1 / ReducedAxis.of(use).terms(use)))),
                Basis.GAUSSIAN_INPUTS,
                Basis.INDEPENDENT_INPUTS,
                new Explained());
    }

    private static TensorState predict(Invocation use, TensorState x) {
        Parts parts = Parts.of(use, x);
        double mean = parts.mean + parts.scale * parts.largest.mean();
        double spread = parts.scale * parts.scale * parts.largest.variance();
        double second = mean * mean + parts.common + spread;
        ElementShape shape =
                ElementShape.whole(() -> {
                    double wider = Math.sqrt((parts.common + spread) / parts.largest.variance());
                    return parts.largest.law(mean - wider * parts.largest.mean(), wider);
                });
        RowGrid grid = use.grid(use.output());
        Positions t = grid.positions();
        double[] means = new double[t.blocks()];
        double[] diagonal = new double[t.blocks()];
        Arrays.fill(means, mean);
        Arrays.fill(diagonal, second);
        return TensorState.of(grid, means, Kernels.untracked(t, diagonal), shape)
                .scattered(x.scatter());
    }

    /// What the elements of one maximum have in common, and what each has by itself.
    private record Parts(double mean, double common, double scale, GaussianMaximum largest) {
        static Parts of(Invocation use, TensorState x) {
            double common = Math.max(0, common(use, x) - x.mean() * x.mean());
            double own = Math.max(0, x.moments().variance() - common);
            double terms = ReducedAxis.of(use).terms(use);
            return new Parts(x.mean(), common, Math.sqrt(own), new GaussianMaximum(terms));
        }

        /// The mean product of two of them.
        private static double common(Invocation use, TensorState x) {
            Shape in = use.input(0);
            Shape kept = ReducedAxis.of(use).kept();
            Positions t = x.rows().positions();
            boolean rows = in.rank() > 0 && kept.extent(-1) == in.extent(-1);
            if (!rows || !x.isTracked()) {
                return x.mean() * x.mean();
            }
            boolean across = kept.extent(0) != in.extent(0);
            double[] pairs = x.kernels().mean(across);
            double[] ofBlock = new double[t.blocks()];
            for (int i = 0; i < ofBlock.length; i++) {
                double[] row = Arrays.copyOfRange(pairs, i * t.blocks(), (i + 1) * t.blocks());
                ofBlock[i] = across ? row[i] : t.mean(row);
            }
            return t.mean(ofBlock);
        }
    }

    private static final class Explained implements Derivations {
        @Override
        public Optional<Derivation> output(Application of, int output) {
            Parts parts = Parts.of(of.use(), of.input(0));
            double mean = parts.mean + parts.scale * parts.largest.mean();
            Quantity expected =
                    new Quantity("E y", mean, "m + s μ, μ the mean of the largest of n");
            return Optional.of(
                    new Derivation(
                            "the largest of n Gaussian elements",
                            "E y² = (E y)² + c + s² v",
                            List.of(
                                    Term.of("mean", expected, expected),
                                    Term.of(
                                            "in common",
                                            new Quantity(
                                                    "c",
                                                    parts.common,
                                                    "covariance of two elements of one maximum")),
                                    Term.of(
                                            "spread",
                                            new Quantity(
                                                    "s²",
                                                    parts.scale * parts.scale,
                                                    "what an element varies by itself"),
                                            new Quantity(
                                                    "v",
                                                    parts.largest.variance(),
                                                    "variance of the largest of n")))));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            double terms = ReducedAxis.of(of.use()).terms(of.use());
            return Optional.of(
                    new Derivation(
                            "the largest element gets the gradient",
                            "E g_x² = E g² / n",
                            Term.of(
                                    "all",
                                    new Quantity(
                                            "1/n", 1 / terms, "one over the elements of a maximum"),
                                    Quantity.square(
                                            "g",
                                            of.gradient().secondMoment(),
                                            "the gradient of the output"))));
        }
    }

    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of(List.of(0));
    }

    /// One over the standard deviation of the largest of n; gradients are those of one in n.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        double n = ReducedAxis.of(of.use()).terms(of.use());
        return Optional.of(
                IdealFactors.of(
                        Factor.of(
                                1 / Math.sqrt(new GaussianMaximum(n).variance()),
                                "1 / std of the largest of n",
                                "n = " + Factor.whole(n)),
                        Factor.root("n", n)));
    }

    @Override
    public List<OperatorCase> cases() {
        return ReducedAxis.cases();
    }
}
