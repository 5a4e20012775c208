package org.unitscope.compare;

import org.unitscope.graph.Role;

/// How long a study samples. Seeds are run in rounds of four until the mean is known well enough,
/// the seeds are used up, or the time is; two are run in any case.
///
/// @param firstSeed first seed; the others follow it
/// @param mostSeeds how many seeds at most
/// @param mostSeconds no seed is begun that would likely end later; infinity for no limit
/// @param standardError relative standard error of the mean RMS that is wanted of activations and
///   their gradients; twice as much of weight gradients, which scatter more; none of weights
/// @param share of the tensors of each role that must reach it, 0.5 for the median
/// @param threads at least 1; never changes a number
public record AccuracyPlan(
        long firstSeed,
        int mostSeeds,
        double mostSeconds,
        double standardError,
        double share,
        int threads) {
    /// Seeds 1 to 16, half a percent for the median, all cores.
    public static final AccuracyPlan DEFAULT =
            new AccuracyPlan(
                    1,
                    16,
                    Double.POSITIVE_INFINITY,
                    0.005,
                    0.5,
                    Runtime.getRuntime().availableProcessors());

    /// Refuses a plan that cannot be followed.
    public AccuracyPlan {
        boolean usable =
                mostSeeds >= 2
                        && mostSeconds > 0
                        && standardError >= 0
                        && share > 0
                        && share <= 1
                        && threads >= 1;
        if (!usable) {
            throw new IllegalArgumentException(
                    "Accuracy plan: needs two seeds, time, a standard error that is not negative, a share in (0, 1] and a thread, got %d, %s s, %s, %s, %d."
                            .formatted(mostSeeds, mostSeconds, standardError, share, threads));
        }
    }

    /// The same with so many seeds at most, from another first one.
    public AccuracyPlan withSeeds(long first, int most) {
        return new AccuracyPlan(first, most, mostSeconds, standardError, share, threads);
    }

    /// The same within so many seconds.
    public AccuracyPlan withSeconds(double seconds) {
        return new AccuracyPlan(firstSeed, mostSeeds, seconds, standardError, share, threads);
    }

    /// The same until so precise.
    public AccuracyPlan withStandardError(double target, double ofShare) {
        return new AccuracyPlan(firstSeed, mostSeeds, mostSeconds, target, ofShare, threads);
    }

    /// The same on so many threads.
    public AccuracyPlan withThreads(int count) {
        return new AccuracyPlan(firstSeed, mostSeeds, mostSeconds, standardError, share, count);
    }

    /// The standard error wanted of a role; infinite where any will do.
    double wanted(Role role) {
        return switch (role) {
            case WEIGHT -> Double.POSITIVE_INFINITY;
            case ACTIVATION, ACTIVATION_GRADIENT -> standardError;
            case WEIGHT_GRADIENT -> 2 * standardError;
        };
    }
}
