package org.unitscope.operators.library;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.format.Formats;
import org.unitscope.format.Quantizer;
import org.unitscope.format.Scaling;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.TensorState;
import org.unitscope.operators.Application;
import org.unitscope.operators.BackwardKernel;
import org.unitscope.operators.Basis;
import org.unitscope.operators.CrossRule;
import org.unitscope.operators.Derivation;
import org.unitscope.operators.Derivations;
import org.unitscope.operators.ForwardKernel;
import org.unitscope.operators.IdealFactors;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.NoMomentsException;
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
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// `y = Q(x)`, rounded to a format as a cast of the model itself, whatever precision a run
/// simulates besides; the gradient passes as if nothing had been rounded (straight-through
/// estimator, Bengio et al. 2013), or is rounded to a format of its own. Nearest even, overflow as
/// usual for the format.
///
/// Moments: by the law of an element, `E y² = E Q(x)²`, the same factor for all positions; what
/// pairs of rows have in common goes through as `x` does. A law of which more than one element in a
/// tensor overflows to infinity has none.
public final class Quantize implements Operator {
    private static final int BLOCK = 1 << 14;
    private static final String FORMAT = "format";
    private static final String GRADIENT = "gradient";

    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "quantize",
                "Quantize",
                "Rounds to a number format, as a cast; gradients pass straight through.",
                "y = Q(x), g_x = g (or rounded to a format of its own)",
                "Bengio et al. 2013, arXiv 1308.3432");
    }

    @Override
    public Signature signature() {
        return new Signature(
                List.of(Input.real("input")),
                List.of("output"),
                List.of(
                        Attribute.text(FORMAT),
                        Attribute.text(GRADIENT).orAbsent("gradients are not rounded")));
    }

    @Override
    public List<Shape> inferShapes(ShapeRequest request) throws ShapeException {
        require(request.attributes().text(FORMAT));
        Optional<Object> gradient = request.attributes().find(GRADIENT);
        if (gradient.isPresent()) {
            require((String) gradient.get());
        }
        return List.of(request.input(0));
    }

    private static void require(String format) throws ShapeException {
        try {
            if (Formats.require(format).scaling() != Scaling.NONE) {
                throw new ShapeException(
                        "format '%s' needs a scale per tensor; name a format of numbers"
                                .formatted(format));
            }
        } catch (IllegalArgumentException unknown) {
            throw new ShapeException(String.valueOf(unknown.getMessage()));
        }
    }

    private static Quantizer to(AttributeMap attributes) {
        return Quantizer.of(Formats.require(attributes.text(FORMAT)));
    }

    private static Optional<Quantizer> back(AttributeMap attributes) {
        return attributes
                .find(GRADIENT)
                .map(format -> Quantizer.of(Formats.require((String) format)));
    }

    @Override
    public ForwardKernel forward() {
        return (use, inputs, workers) ->
                List.of(rounded((RealTensor) inputs.getFirst(), to(use.attributes()), workers));
    }

    private static RealTensor rounded(RealTensor x, Quantizer to, Workers workers) {
        RealTensor y = x.zeros(x.shape());
        workers.forRanges(
                x.shape().count(),
                BLOCK,
                (from, end) -> {
                    for (int i = (int) from; i < end; i++) {
                        y.set(i, to.quantize(x.get(i), 0));
                    }
                });
        return y;
    }

    @Override
    public BackwardKernel backward() {
        return (use, inputs, outputs, gradients, workers) -> {
            RealTensor g = gradients.getFirst();
            Optional<Quantizer> back = back(use.attributes());
            return List.of(Optional.of(back.isEmpty() ? g : rounded(g, back.get(), workers)));
        };
    }

    @Override
    public MomentRule moments() {
        return new MomentRule.ClosedForm(
                (use, inputs) ->
                        List.of(
                                rounded(
                                        inputs.getFirst(),
                                        to(use.attributes()),
                                        use.output().count())),
                (use, inputs, outputs, gradients) -> {
                    TensorState g = gradients.getFirst();
                    return List.of(
                            Optional.of(
                                    back(use.attributes())
                                            .map(to -> rounded(g, to, use.output().count()))
                                            .orElse(g)));
                },
                Basis.EXACT,
                new Explained());
    }

    private static TensorState rounded(TensorState x, Quantizer to, long elements) {
        if (x.secondMoment() == 0) {
            return x;
        }
        ElementLaw law = x.law();
        double lost = law.mapped(v -> Double.isFinite(to.quantize(v, 0)) ? 0 : 1).mean();
        if (lost * elements > 1) {
            throw new NoMomentsException(
                    "a share of %.2g of its elements overflows to infinity in %s"
                            .formatted(lost, to.format().name()));
        }
        ElementLaw image =
                law.mapped(v -> {
                    double value = to.quantize(v, 0);
                    return Double.isFinite(value) ? value : 0;
                });
        double ratio = Math.sqrt(image.secondMoment() / law.secondMoment());
        return x.scaled(ratio).with(ElementShape.whole(() -> image));
    }

    private static final class Explained implements Derivations {
        private static Derivation of(String name, String meaning, double before, double after) {
            return new Derivation(
                    "rounded element by element",
                    "E Q(%s)² = r · E %s²".formatted(name, name),
                    Term.completed(
                            "all",
                            after,
                            "r",
                            "what rounding, flushing and saturating leave of the mean square",
                            Quantity.square(name, before, meaning)));
        }

        @Override
        public Optional<Derivation> output(Application of, int output) {
            return Optional.of(
                    of("x", "the input", of.input(0).secondMoment(), of.output().secondMoment()));
        }

        @Override
        public Optional<Derivation> gradient(Application of, int input) {
            return Optional.of(
                    of(
                            "g",
                            "the gradient of the output",
                            of.gradient().secondMoment(),
                            of.pulled(input).secondMoment()));
        }
    }

    @Override
    public Optional<String> notTheDerivative() {
        return Optional.of(
                "a rounded value is constant but for jumps; its gradient is, on purpose, that of no"
                        + " rounding");
    }

    @Override
    public CrossRule cross() {
        return CrossRule.same();
    }

    /// A power of two moves subnormal and saturated numbers: not homogeneous.
    @Override
    public List<List<Integer>> homogeneousTerms(AttributeMap attributes) {
        return List.of();
    }

    /// 1 in both directions.
    @Override
    public Optional<IdealFactors> unitScaling(ScalingRequest of) {
        return Optional.of(IdealFactors.same(1));
    }

    @Override
    public List<OperatorCase> cases() {
        return List.of(
                example("E4M3", 1, Map.of(FORMAT, "e4m3")),
                example("small in E4M3: flushed and subnormal", 1.0 / 512, Map.of(FORMAT, "e4m3")),
                example("saturated in E2M1", 4, Map.of(FORMAT, "fp4_e2m1fn")),
                example("gradients in E5M2", 0x1p-14, Map.of(FORMAT, "fp16", GRADIENT, "e5m2")));
    }

    /// A law is kept in bins of 1/24 octave, in which a rounding jumps: 1e-3 of a mean square.
    private static OperatorCase example(
            String title, double deviation, Map<String, Object> attributes) {
        return new OperatorCase(
                title,
                List.of(OperatorCase.gaussian(deviation, 64, 256)),
                new AttributeMap(attributes),
                5e-4);
    }
}
