package org.unitscope.operators;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.unitscope.moments.ElementShape;
import org.unitscope.moments.Kernels;
import org.unitscope.moments.RowGrid;
import org.unitscope.moments.TensorState;
import org.unitscope.statistics.ElementLaw;

/// The state of tensors put one behind the other along an axis. As the parts lie apart, second
/// moments are those of all parts among zeros, added up. What is left is what pairs of rows of two
/// parts have in common: the parts are taken as independent, so it is the product of their means.
///
/// Side by side as features of one row, parts scatter independently: the distances of the noise
/// nodes are added in quadrature.
public final class JoinedParts {
    private static final double SAME = 1e-9;

    private JoinedParts() {}

    /// The state of the whole.
    ///
    /// @param grid of the whole
    public static TensorState of(List<AxisPart> parts, List<TensorState> inputs, RowGrid grid) {
        List<TensorState> spread =
                IntStream.range(0, parts.size())
                        .mapToObj(i -> parts.get(i).put(inputs.get(i), grid))
                        .toList();
        Kernels kernels = spread.getFirst().kernels();
        double[] means = spread.getFirst().means().clone();
        double second = spread.getFirst().secondMoment();
        for (TensorState part : spread.subList(1, spread.size())) {
            kernels = kernels.plus(part.kernels());
            Arrays.setAll(means, i -> means[i] + part.mean(i));
            second += part.secondMoment();
        }
        double rowNoise = 0;
        double pairNoise = 0;
        double scatter = 0;
        boolean features = parts.getFirst().keepsRows();
        for (int i = 0; i < spread.size(); i++) {
            double p = second == 0 ? 0 : spread.get(i).secondMoment() / second;
            double weight = features ? p * p : p;
            rowNoise += weight * inputs.get(i).rowNoise();
            pairNoise += weight * inputs.get(i).pairNoise();
            scatter += p * p * inputs.get(i).scatter();
        }
        Kernels joined = features ? quiet(kernels, parts) : crossed(kernels, spread, parts);
        return TensorState.of(
                        features ? spread.getFirst().rows() : grid,
                        means,
                        joined,
                        shape(parts, inputs))
                .noisy(rowNoise, pairNoise)
                .scattered(scatter);
    }

    /// The nodes of n features lie `1/√n` from their mean, so joined parts of shares f have `√(Σ
    /// f)/Σ √f` of the sum of their distances, which are f times those of the parts.
    private static Kernels quiet(Kernels sum, List<AxisPart> parts) {
        double roots = parts.stream().mapToDouble(part -> Math.sqrt(part.share())).sum();
        return sum.isTracked() ? sum.denoised(1 / roots) : sum;
    }

    /// With the products of means of rows of two parts.
    private static Kernels crossed(Kernels sum, List<TensorState> spread, List<AxisPart> parts) {
        boolean centered = spread.stream().allMatch(TensorState::isCentered);
        if (centered || !sum.isTracked()) {
            return sum;
        }
        double sequences = spread.getFirst().rows().sequences();
        boolean apart = parts.getFirst().joinsSequences();
        return Kernels.fill(
                sum.positions(),
                sum.classes(),
                sum.diagonal(),
                (c, i, j, across) -> {
                    double cross = 0;
                    for (int a = 0; a < spread.size(); a++) {
                        for (int b = 0; b < spread.size(); b++) {
                            double product = spread.get(a).mean(i) * spread.get(b).mean(j);
                            cross += a == b ? 0 : product;
                        }
                    }
                    double share = apart ? (across ? sequences / (sequences - 1) : 0) : 1;
                    return sum.at(c, i, j, across) + share * cross;
                });
    }

    private static ElementShape shape(List<AxisPart> parts, List<TensorState> inputs) {
        double second = inputs.getFirst().secondMoment();
        boolean gaussian =
                inputs.stream()
                        .allMatch(x ->
                                x.shape().isGaussian()
                                        && x.shape().rows().isOne()
                                        && Math.abs(x.secondMoment() - second) <= SAME * second);
        if (gaussian) {
            return ElementShape.GAUSSIAN;
        }
        return ElementShape.whole(() ->
                ElementLaw.mixture(
                        inputs.stream().map(TensorState::law).toList(),
                        parts.stream().mapToDouble(AxisPart::share).toArray()));
    }
}
