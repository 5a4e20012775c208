package org.unitscope.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The static settings of one operation, by name, sorted. A value is a `Double`, a `Boolean`, a
/// `String` or a list of `Double`; integers are doubles with no fraction.
public record AttributeMap(Map<String, Object> values) {
    /// No attributes.
    public static final AttributeMap NONE = new AttributeMap(Map.of());

    /// A sorted, immutable copy.
    ///
    /// @throws IllegalArgumentException for a value of another type
    public AttributeMap {
        values.forEach((name, value) -> {
            if (!isAllowed(value)) {
                throw new IllegalArgumentException(
                        "attribute '" + name + "' holds a " + value.getClass());
            }
        });
        TreeMap<String, Object> sorted = new TreeMap<>(values);
        sorted.replaceAll(
                (name, value) -> value instanceof List<?> list ? List.copyOf(list) : value);
        values = java.util.Collections.unmodifiableMap(sorted);
    }

    private static boolean isAllowed(Object value) {
        return value instanceof Double
                || value instanceof Boolean
                || value instanceof String
                || (value instanceof List<?> list
                        && list.stream().allMatch(Double.class::isInstance));
    }

    /// The value under this name, if given.
    public Optional<Object> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// A number.
    ///
    /// @throws IllegalStateException if there is none: validation against the signature came first
    public double number(String name) {
        return require(name, Double.class);
    }

    /// A number that may be left out.
    public double number(String name, double otherwise) {
        return values.containsKey(name) ? number(name) : otherwise;
    }

    /// A whole number.
    public int integer(String name) {
        return Math.toIntExact((long) number(name));
    }

    /// A whole number that may be left out.
    public int integer(String name, int otherwise) {
        return values.containsKey(name) ? integer(name) : otherwise;
    }

    /// A switch.
    public boolean flag(String name) {
        return require(name, Boolean.class);
    }

    /// A word.
    public String text(String name) {
        return require(name, String.class);
    }

    /// A list of whole numbers.
    public int[] integers(String name) {
        List<?> numbers = require(name, List.class);
        return numbers.stream()
                .mapToInt(value -> Math.toIntExact(((Double) value).longValue()))
                .toArray();
    }

    private <T> T require(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "attribute '" + name + "' must be a " + type.getSimpleName() + ", is " + value);
        }
        return type.cast(value);
    }
}
