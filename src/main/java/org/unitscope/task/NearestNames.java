package org.unitscope.task;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds what somebody probably meant by a name that does not exist, for error messages.
public final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /// At most three of the known names that resemble the unknown one, the nearest first, ties in
    /// alphabetical order; empty when none resembles it.
    ///
    /// Case is ignored. The distance is the number of single-character insertions, deletions and
    /// substitutions (Levenshtein); a known name that begins with the unknown one counts as one
    /// edit, because people shorten, and so does one of at least half its length that it begins
    /// with (concatenate, concat). A name resembles another when at most two edits, or at most a
    /// third of the unknown name's length, lie between them, and fewer than its whole length.
    public static List<String> of(String unknown, Collection<String> known) {
        int length = unknown.length();
        int limit = Math.min(length - 1, Math.max(2, length / 3));
        record Candidate(String name, int distance) {}
        return known.stream()
                .distinct()
                .map(name -> new Candidate(name, distance(unknown, name)))
                .filter(candidate -> candidate.distance <= limit)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    private static int distance(String unknown, String known) {
        String wanted = unknown.toLowerCase(Locale.ROOT);
        String offered = known.toLowerCase(Locale.ROOT);
        int edits = editDistance(wanted, offered);
        boolean shortened = offered.startsWith(wanted);
        boolean lengthened = wanted.startsWith(offered) && 2 * offered.length() >= wanted.length();
        return shortened || lengthened ? Math.min(edits, 1) : edits;
    }

    /// Levenshtein's recurrence, keeping one row of the table.
    private static int editDistance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
