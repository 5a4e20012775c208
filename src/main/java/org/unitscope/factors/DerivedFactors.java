package org.unitscope.factors;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.unitscope.formula.Definition;
import org.unitscope.formula.Estimate;
import org.unitscope.formula.Estimate.Known;
import org.unitscope.formula.Formula;
import org.unitscope.formula.FormulaException;
import org.unitscope.formula.GaussianFactors;
import org.unitscope.transform.unitscaling.Constraint;

/// The factors of one function for `x ~ N(mean, deviation²)`: each ideal one, and the one that both
/// passes share under every constraint.
///
/// @param tied by constraint, [Constraint#NONE] left out
public record DerivedFactors(
        Definition definition,
        Formula formula,
        double mean,
        double deviation,
        GaussianFactors ideal,
        Map<Constraint, Estimate> tied) {
    /// Copies the map.
    public DerivedFactors {
        tied = new EnumMap<>(tied);
    }

    /// Derives them.
    ///
    /// @throws FormulaException if the formula cannot be read or the Gaussian is none
    public static DerivedFactors of(Definition definition, double mean, double deviation)
            throws FormulaException {
        Formula formula = definition.with(Map.of());
        GaussianFactors ideal = GaussianFactors.of(formula, mean, deviation);
        Map<Constraint, Estimate> tied = new EnumMap<>(Constraint.class);
        for (Constraint constraint : Constraint.values()) {
            if (constraint != Constraint.NONE) {
                tied.put(constraint, tied(constraint, ideal));
            }
        }
        return new DerivedFactors(definition, formula, mean, deviation, ideal, tied);
    }

    /// Every mean is between its arguments and grows no faster than they do, so its relative error
    /// is at most the larger of theirs.
    private static Estimate tied(Constraint constraint, GaussianFactors ideal) {
        if (!(ideal.forward() instanceof Known(double forward, double forwardError))) {
            return ideal.forward();
        }
        if (!(ideal.backward() instanceof Known(double backward, double backwardError))) {
            return constraint == Constraint.TO_OUTPUT ? ideal.forward() : ideal.backward();
        }
        double common = constraint.common(forward, List.of(backward));
        double relative = Math.max(forwardError / forward, backwardError / backward);
        return new Known(common, common * relative);
    }

    /// The common factor under a constraint other than [Constraint#NONE].
    public Estimate tied(Constraint constraint) {
        return Objects.requireNonNull(tied.get(constraint));
    }

    /// Whether an operator can be made of it: both factors are known.
    public boolean isUsable() {
        return ideal.forward() instanceof Known && ideal.backward() instanceof Known;
    }
}
