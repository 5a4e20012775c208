package org.unitscope.comparison;

import java.math.BigInteger;

/// Alphabetical order of paths in which a segment that is a number counts as one: `blocks.2` before
/// `blocks.10`, numbers before names.
final class PathOrder {
    private PathOrder() {}

    static int compare(String left, String right) {
        String[] first = left.split("\\.", -1);
        String[] second = right.split("\\.", -1);
        for (int i = 0; i < Math.min(first.length, second.length); i++) {
            int order = segments(first[i], second[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(first.length, second.length);
    }

    private static int segments(String left, String right) {
        boolean number = left.matches("\\d+");
        if (number && right.matches("\\d+")) {
            int order = new BigInteger(left).compareTo(new BigInteger(right));
            return order != 0 ? order : left.compareTo(right);
        }
        return left.compareTo(right);
    }
}
