package org.unitscope.operators;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.operators.Signature.Attribute;

/// Which keys a query sees, by positions alone.
///
/// Query i sees key j if `j <= i` (only where causal) and `|i − j| < window` (only where there is a
/// window); where causal, all queries see the first `prefix` keys besides. So every query sees
/// itself, and no row of weights is empty.
///
/// @param causal whether keys after the query are hidden
/// @param window how near a key must be; 0 for no limit
/// @param prefix how many keys at the beginning everybody sees; only where causal
public record AttentionMask(boolean causal, int window, int prefix) {
    /// The rule in plain text, for the documentation of an operator that takes a mask.
    public static final String RULE =
            "query i sees key j if j <= i (causal) and |i - j| < window, and if j < prefix";

    private static final int LARGEST = 1 << 30;

    /// The attributes of an operator that takes a mask.
    public static List<Attribute> attributes() {
        return List.of(
                Attribute.flag("causal", false),
                Attribute.integer("window", 0, LARGEST).orAbsent("0, no limit"),
                Attribute.integer("prefix", 0, LARGEST).orAbsent("0, none"));
    }

    /// The mask that a node asks for.
    public static AttentionMask of(AttributeMap attributes) {
        return new AttentionMask(
                attributes.flag("causal"),
                attributes.integer("window", 0),
                attributes.integer("prefix", 0));
    }

    /// Whether every query sees every key.
    public boolean hidesNothing() {
        return !causal && window == 0;
    }

    /// Refuses numbers of queries and keys that the mask makes no sense for.
    public void require(int queries, int keys) throws ShapeException {
        if (prefix > 0 && !causal) {
            throw new ShapeException(
                    "a prefix is what a causal mask leaves visible, got prefix "
                            + prefix
                            + " without causal; set causal or leave prefix out");
        }
        if (!hidesNothing() && queries != keys) {
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
        boolean near = window == 0 || Math.abs(query - key) < window;
        return causal ? key < prefix || (key <= query && near) : near;
    }

    /// The keys that a query sees.
    ///
    /// @param count how many keys there are
    public Keys keys(int query, int count) {
        int first = window == 0 ? 0 : Math.max(0, query - window + 1);
        int end = window == 0 ? count : (int) Math.min(count, (long) query + window);
        end = causal ? query + 1 : end;
        int leading = causal ? Math.min(prefix, count) : 0;
        return leading < first
                ? new Keys(leading, first, end)
                : new Keys(0, 0, Math.max(leading, end));
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
