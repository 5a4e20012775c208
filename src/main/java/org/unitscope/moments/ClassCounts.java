package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.statistics.ElementLaw;

/// What a classifier's weights receive, class by class: gradients `Σ_p (p_v − y_pv) x_p` differ in
/// scale with the number n of labels that a class has among N places.
final class ClassCounts {
    private ClassCounts() {}

    /// The variance of a class's row against the mean over classes, `n (D − k) + k (n − N/V)² + N D
    /// / V²`, k the mean kernel of two rows of x.
    static RowLaw rows(GridLaw.Residual residual, TensorState x) {
        CountLaw law = CountLaw.of(residual.labels(), residual.places());
        double rows = x.rows().rows();
        double second = x.secondMoment();
        double all = PairSum.ofRows(x.kernels(), x.rows().sequences()).total();
        double other = rows > 1 ? (all - rows * second) / (rows * (rows - 1)) : 0;
        double places = residual.places();
        double classes = residual.labels().length;
        double[] variances = new double[law.counts().length];
        double mean = 0;
        for (int k = 0; k < variances.length; k++) {
            double n = law.counts()[k];
            double off = n - places / classes;
            double label = n * (second - other) + other * off * off;
            variances[k] = Math.max(0, label + places / classes / classes * second);
            mean += law.weights()[k] * variances[k];
        }
        double scale = Math.max(mean, Double.MIN_NORMAL);
        return new RowLaw(law.weights(), Arrays.stream(variances).map(v -> v / scale).toArray())
                .compressed();
    }

    /// The bias of a class: `N p̄ − n` times the loss's scale, with what softmax scatters on top.
    ///
    /// @param second mean square over classes, which says how much that is
    static ElementLaw shift(GridLaw.Residual residual, TensorState g, double second) {
        CountLaw law = CountLaw.of(residual.labels(), residual.places());
        double places = residual.places();
        double even = places / residual.labels().length;
        double one =
                Math.sqrt(g.secondMoment() * residual.labels().length * g.rows().rows() / places);
        double counted = 0;
        for (int k = 0; k < law.counts().length; k++) {
            double off = law.counts()[k] - even;
            counted += law.weights()[k] * off * off;
        }
        double rest = Math.max(1e-6, second / Math.max(one * one, Double.MIN_NORMAL) - counted);
        List<ElementLaw> laws = new ArrayList<>();
        for (double n : law.counts()) {
            laws.add(ElementLaw.ofGaussian(z -> z, even - n, Math.sqrt(rest)));
        }
        return ElementLaw.mixture(laws, law.weights());
    }
}
