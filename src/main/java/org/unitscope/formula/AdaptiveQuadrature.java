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
        0.9914553711208126,
        0.9491079123427585,
        0.8648644233597691,
        0.7415311855993945,
        0.5860872354676911,
        0.4058451513773972,
        0.20778495500789848,
        0
    };
    private static final double[] KRONROD = {
        0.022935322010529224,
        0.06309209262997856,
        0.10479001032225019,
        0.14065325971552592,
        0.1690047266392679,
        0.19035057806478542,
        0.20443294007529889,
        0.20948214108472782
    };
    private static final double[] GAUSS = {
        0.1294849661688697, 0.27970539148927664, 0.3818300505051189, 0.4179591836734694
    };

    /// A value of a formula is good to a few ulp.
    private static final double ROUNDING = 2e-15;

    private static final double GOAL = 1e-13;
    private static final int MOST_PANELS = 4000;
    private static final int NARROWEST_ULPS = 64;

    /// Beside 0 numbers never end; squares of what is infinite there would overflow.
    private static final double NARROWEST = 0x1p-500;

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
        return high - low <= Math.max(NARROWEST, NARROWEST_ULPS * ulp);
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
