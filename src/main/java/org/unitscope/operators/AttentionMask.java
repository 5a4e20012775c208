package org.unitscope.operators;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Signature.Attribute;

/// Which keys a query sees, by positions alone.
///
/// Query i sees key j if `j <= i` (only where causal) and `|i − j| < window` (only where there is a
/// window); where causal, all queries see the first `prefix` keys besides. So every query sees
/// itself or, where it is padding itself, valid keys, and no row of weights is empty.
///
/// @param causal whether keys after the query are hidden
/// @param window how near a key must be; 0 for no limit
/// @param prefix how many keys at the beginning everybody sees; only where causal
/// @param valid how many keys hold something; those behind are padding, which nobody sees
/// @param alibi biases by distance, which hide no key but make far ones count less
public record AttentionMask(boolean causal, int window, int prefix, int valid, Alibi alibi) {
    /// The rule in plain text, for the documentation of an operator that takes a mask.
    public static final String RULE =
            "query i sees key j if j <= i (causal) and |i - j| < window, and if j < prefix; none"
                    + " from `valid` on;"
                    + " with alibi, head h adds -2^(-8h/heads) |i - j|";

    private static final int LARGEST = 1 << 30;
    private static final String ALIBI = "alibi";
    private static final String VALID = "valid";

    /// The attributes of an operator that takes a mask.
    public static List<Attribute> attributes() {
        return List.of(
                Attribute.flag("causal", false),
                Attribute.integer("window", 0, LARGEST).orAbsent("0, no limit"),
                Attribute.integer("prefix", 0, LARGEST).orAbsent("0, none"),
                Attribute.integer(VALID, 1, LARGEST).orAbsent("all keys"),
                Attribute.flag(ALIBI, false).orAbsent("false, no biases"));
    }

    /// Without biases.
    public AttentionMask(boolean causal, int window, int prefix) {
        this(causal, window, prefix, Integer.MAX_VALUE, Alibi.NONE);
    }

    /// The mask that a node asks for.
    ///
    /// @param heads how many there are, for biases
    public static AttentionMask of(AttributeMap attributes, int heads) {
        return new AttentionMask(
                attributes.flag("causal"),
                attributes.integer("window", 0),
                attributes.integer("prefix", 0),
                attributes.integer(VALID, Integer.MAX_VALUE),
                attributes.find(ALIBI).equals(Optional.of(true)) ? Alibi.of(heads) : Alibi.NONE);
    }

    /// Whether every query sees every key.
    public boolean hidesNothing() {
        return !causal && window == 0 && valid == Integer.MAX_VALUE;
    }

    /// Whether every query sees every key alike.
    public boolean isPlain() {
        return hidesNothing() && alibi.isNone();
    }

    /// Refuses numbers of queries and keys that the mask makes no sense for.
    public void require(int queries, int keys) throws ShapeException {
        if (prefix > 0 && !causal) {
            throw new ShapeException(
                    "a prefix is what a causal mask leaves visible, got prefix "
                            + prefix
                            + " without causal; set causal or leave prefix out");
        }
        if (prefix > 0 && !alibi.isNone()) {
            throw new ShapeException(
                    "alibi makes far keys count less, so a prefix that all see has no meaning, got"
                            + " prefix "
                            + prefix
                            + "; leave one of them out");
        }
        boolean padded = valid != Integer.MAX_VALUE;
        if (padded && (valid > keys || window > 0 || !alibi.isNone())) {
            throw new ShapeException(
                    "valid keys are the first ones, no more than there are, without a window or"
                            + " alibi, got valid "
                            + valid
                            + ", "
                            + keys
                            + " keys and window "
                            + window);
        }
        boolean compares = causal || window > 0 || !alibi.isNone();
        if (compares && queries != keys) {
            throw new ShapeException(
                    "a mask compares positions, so there must be as many queries as keys, got "
                            + queries
                            + " queries and "
                            + keys
                            + " keys");
        }
    }

    /// Whether a query sees a key.
    public boolean sees(int query, int key) {
        if (key >= valid) {
            return false;
        }
        boolean near = window == 0 || Math.abs(query - key) < window;
        return causal ? key < prefix || (key <= query && near) : near;
    }

    /// The keys that a query sees.
    ///
    /// @param count how many keys there are
    public Keys keys(int query, int count) {
        int first = window == 0 ? 0 : Math.max(0, query - window + 1);
        int end = window == 0 ? count : (int) Math.min(count, (long) query + window);
        end = Math.min(valid, causal ? query + 1 : end);
        int leading = causal ? Math.min(Math.min(prefix, valid), count) : 0;
        return leading < first
                ? new Keys(leading, first, end)
                : new Keys(0, 0, Math.max(leading, end));
    }

    /// How many keys of a query count: those it sees, or with biases fewer.
    ///
    /// @param count how many keys there are
    public double counted(int query, int count) {
        Keys seen = keys(query, count);
        return alibi.isNone()
                ? seen.size()
                : alibi.counted(query + 1 - seen.first(), seen.end() - query - 1);
    }

    /// How many of the keys in [from, to) a query sees; with biases, how many of those that count,
    /// which are taken as the nearest.
    ///
    /// @param count how many keys there are
    public double visible(int query, int from, int to, int count) {
        Keys seen = keys(query, count);
        if (!alibi.isNone()) {
            double n = counted(query, count);
            double after = Math.min(seen.end() - query - 1, (n - 1) / 2);
            double before = Math.min(query - seen.first(), n - 1 - after);
            after = n - 1 - before;
            double begin = query - before;
            double end = query + 1 + after;
            return Math.max(0, Math.min(to, end) - Math.max(from, begin));
        }
        return Math.max(0, Math.min(to, seen.leading()) - from)
                + Math.max(0, Math.min(to, seen.end()) - Math.max(from, seen.first()));
    }

    /// Ascending positions: the first `leading` ones, then those from `first` up to `end`, which is
    /// not one of them.
    public record Keys(int leading, int first, int end) {
        /// How many there are.
        public int size() {
            return leading + end - first;
        }

        /// The i-th of them.
        public int key(int i) {
            return i < leading ? i : i - leading + first;
        }
    }
}
