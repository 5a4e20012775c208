package org.unitscope.app.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.unitscope.graph.Role;
import org.unitscope.sweep.PowerLaw;
import org.unitscope.sweep.ScaleLaw;

/// Which laws are listed: those of some roles whose path holds every word, whatever the case. A
/// role's symbol (`gW`, in that case) stands for the role.
record LawFilter(List<String> words, Set<Role> roles) {
    LawFilter {
        words = List.copyOf(words);
        roles = Set.copyOf(roles);
    }

    static LawFilter of(String text, Set<Role> roles) {
        String stripped = text.strip();
        return new LawFilter(
                stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", -1)), roles);
    }

    /// What passes, the steepest first, what has no exponent last, else in the given order.
    List<ScaleLaw> apply(List<ScaleLaw> laws) {
        return laws.stream()
                .filter(this::matches)
                .sorted(Comparator.comparingDouble(law -> -steepness(law)))
                .toList();
    }

    /// `|exponent|` in whole hundredths, so that laws that differ by less keep their order; -1
    /// without a fit.
    private static double steepness(ScaleLaw law) {
        return law.fit()
                .map(PowerLaw::exponent)
                .map(e -> Math.rint(100 * Math.abs(e)))
                .orElse(-1.0);
    }

    private boolean matches(ScaleLaw law) {
        return roles.contains(law.key().role())
                && words.stream().allMatch(word -> matches(law, word));
    }

    private static boolean matches(ScaleLaw law, String word) {
        for (Role role : Role.values()) {
            if (role.symbol().equals(word)) {
                return law.key().role() == role;
            }
        }
        return law.path().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }
}
