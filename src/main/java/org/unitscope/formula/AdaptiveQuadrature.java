package org.unitscope.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleUnaryOperator;

/// Adaptive Gauss-Kronrod quadrature, 7 and 15 nodes a panel (Piessens et al. 1983, QUADPACK): the
/// panel that is worst is halved until all together are good enough.
///
/// The error stated is the sum over panels of the whole difference between both rules, the error of
/// the worse one, and of the rounding of 15 values; a panel so narrow that its nodes cannot be told
/// apart counts in full, as at a pole. It is an estimate, no bound: a function that hides between
/// all nodes of a panel would not be seen. QUADPACK's smaller estimate is not used.
final class AdaptiveQuadrature {
    private static final double[] NODES = {
        0.991455371120812639206854697526329,
        0.949107912342758524526189684047851,
        0.864864423359769072789712788640926,
        0.741531185599394439863864773280788,
        0.586087235467691130294144691693763,
        0.405845151377397166906606412076961,
        0.207784955007898467600689403773245,
        0
    };
    private static final double[] KRONROD = {
        0.022935322010529224963732008058970,
        0.063092092629978553290700663189204,
        0.104790010322250183839876322541518,
        0.140653259715525918745189590510238,
        0.169004726639267902826583426598550,
        0.190350578064785409913256402421014,
        0.204432940075298892414161999234649,
        0.209482141084727828012999174891714
    };
    private static final double[] GAUSS = {
        0.129484966168869693270611432679082,
        0.279705391489276667901467771423780,
        0.381830050505118944950369775488975,
        0.417959183673469387755102040816327
    };

    /// A value of a formula is good to a few ulp.
    private static final double ROUNDING = 2e-15;

    private static final double GOAL = 1e-13;
    private static final int MOST_PANELS = 4000;
    private static final int NARROWEST_ULPS = 64;

    private AdaptiveQuadrature() {}

    /// An integral.
    ///
    /// @param magnitude the integral of the absolute value
    /// @param worst the middle of the panel with the largest error
    record Result(double value, double error, double magnitude, double worst) {}

    private record Panel(double low, double high, double value, double error, double magnitude) {
        double middle() {
            return low + (high - low) / 2;
        }

        /// Whether halving cannot help: the values are as good as they get, or there are no more
        /// numbers between.
        boolean isDone() {
            return error <= 2 * ROUNDING * magnitude || isNarrow(low, high);
        }
    }

    /// The integral between the first and the last of some places, cut at each. A value that is not
    /// finite makes the result so.
    static Result of(DoubleUnaryOperator f, double... cuts) {
        PriorityQueue<Panel> open =
                new PriorityQueue<>(Comparator.comparingDouble(Panel::error).reversed());
        List<Panel> done = new ArrayList<>();
        double error = 0;
        double magnitude = 0;
        for (int i = 0; i + 1 < cuts.length; i++) {
            Panel panel = add(panel(f, cuts[i], cuts[i + 1]), open, done);
            error += panel.error;
            magnitude += panel.magnitude;
        }
        while (!open.isEmpty()
                && open.size() + done.size() < MOST_PANELS + cuts.length
                && error > GOAL * magnitude
                && Double.isFinite(magnitude)) {
            Panel worst = open.remove();
            Panel left = add(panel(f, worst.low, worst.middle()), open, done);
            Panel right = add(panel(f, worst.middle(), worst.high), open, done);
            error += left.error + right.error - worst.error;
            magnitude += left.magnitude + right.magnitude - worst.magnitude;
        }
        return sum(open, done);
    }

    private static Panel add(Panel panel, PriorityQueue<Panel> open, List<Panel> done) {
        if (panel.isDone()) {
            done.add(panel);
        } else {
            open.add(panel);
        }
        return panel;
    }

    private static Result sum(PriorityQueue<Panel> open, List<Panel> done) {
        List<Panel> all = new ArrayList<>(open);
        all.addAll(done);
        all.sort(Comparator.comparingDouble(Panel::low));
        double value = 0;
        double error = 0;
        double magnitude = 0;
        Panel worst = all.getFirst();
        for (Panel panel : all) {
            value += panel.value;
            error += panel.error;
            magnitude += panel.magnitude;
            worst = panel.error > worst.error || Double.isNaN(panel.error) ? panel : worst;
        }
        return new Result(value, error, magnitude, worst.middle());
    }

    private static boolean isNarrow(double low, double high) {
        double ulp = Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
        return high - low <= NARROWEST_ULPS * ulp;
    }

    private static Panel panel(DoubleUnaryOperator f, double low, double high) {
        double half = (high - low) / 2;
        double middle = low + half;
        double kronrod = 0;
        double gauss = 0;
        double magnitude = 0;
        for (int i = 0; i < NODES.length; i++) {
            double left = f.applyAsDouble(middle - half * NODES[i]);
            double right = NODES[i] == 0 ? 0 : f.applyAsDouble(middle + half * NODES[i]);
            kronrod += KRONROD[i] * (left + right);
            magnitude += KRONROD[i] * (Math.abs(left) + Math.abs(right));
            if (i % 2 == 1) {
                gauss += GAUSS[i / 2] * (left + right);
            }
        }
        double apart =
                isNarrow(low, high) ? magnitude : Math.abs(kronrod - gauss) + ROUNDING * magnitude;
        double error = half * apart;
        return new Panel(low, high, half * kronrod, error, half * magnitude);
    }
}
