package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// The classes that a pair of rows belongs to, each with its probability: for every identity (a
/// token drawn at random) both rows have the same or different ones, and the product over finitely
/// many features lies a standard deviation below or above its mean (two noise nodes). Identities
/// are independent of each other.
///
/// Class `2 b + e` has noise node e (0 below, 1 above) and equal identities where b has a 1, the
/// first identity in the lowest bit.
///
/// @param identities names of the random look-ups, sorted
/// @param same per identity the probability that two rows have the same
public record PairClasses(List<String> identities, List<Double> same) {
    /// The two noise nodes alone.
    public static final PairClasses PLAIN = new PairClasses(List.of(), List.of());

    /// More identities than this are not followed: the number of classes doubles with each.
    private static final int MOST_IDENTITIES = 3;

    /// Copies the lists.
    public PairClasses {
        identities = List.copyOf(identities);
        same = List.copyOf(same);
    }

    /// Number of classes.
    public int count() {
        return 2 << identities.size();
    }

    /// The probability of a class.
    public double weight(int index) {
        double weight = 0.5;
        for (int i = 0; i < identities.size(); i++) {
            weight *= isSame(index, i) ? same.get(i) : 1 - same.get(i);
        }
        return weight;
    }

    /// The probabilities of all classes.
    public double[] weights() {
        double[] weights = new double[count()];
        Arrays.setAll(weights, this::weight);
        return weights;
    }

    /// Whether both rows of a pair of this class have the same identity number `identity`.
    public boolean isSame(int index, int identity) {
        return (index >> (1 + identity) & 1) == 1;
    }

    /// The probabilities of the classes given that an identity is the same: those of all pairs if
    /// it is not followed, zero if it never is the same.
    public double[] weightsGiven(String identity) {
        int which = identities.indexOf(identity);
        if (which < 0) {
            return weights();
        }
        double[] weights = new double[count()];
        for (int c = 0; c < weights.length; c++) {
            boolean kept = isSame(c, which) && same.get(which) > 0;
            weights[c] = kept ? weight(c) / same.get(which) : 0;
        }
        return weights;
    }

    /// The classes of both; those of this one alone where there would be too many: the rows of a
    /// pair are then taken as different in what is left out.
    public PairClasses union(PairClasses other) {
        if (identities.equals(other.identities)) {
            return this;
        }
        TreeSet<String> all = new TreeSet<>(identities);
        all.addAll(other.identities);
        if (all.size() > MOST_IDENTITIES) {
            return this;
        }
        List<Double> shares = new ArrayList<>();
        for (String identity : all) {
            int mine = identities.indexOf(identity);
            shares.add(
                    mine >= 0
                            ? same.get(mine)
                            : other.same.get(other.identities.indexOf(identity)));
        }
        return new PairClasses(List.copyOf(all), shares);
    }

    /// The index among these classes of a class of `wider`.
    int project(int index, PairClasses wider) {
        int result = index & 1;
        for (int i = 0; i < identities.size(); i++) {
            int there = wider.identities.indexOf(identities.get(i));
            result |= there >= 0 && wider.isSame(index, there) ? 2 << i : 0;
        }
        return result;
    }
}
