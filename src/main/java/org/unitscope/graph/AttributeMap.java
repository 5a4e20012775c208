package org.unitscope.graph;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The static settings of one operation, by name, sorted. A value is a `Double`, a `Boolean` or a
/// `String`; integers are doubles with no fraction.
public record AttributeMap(Map<String, Object> values) {
    /// No attributes.
    public static final AttributeMap NONE = new AttributeMap(Map.of());

    /// A sorted, immutable copy.
    ///
    /// @throws IllegalArgumentException for a value of another type
    public AttributeMap {
        values.forEach((name, value) -> {
            if (!(value instanceof Double || value instanceof Boolean || value instanceof String)) {
                throw new IllegalArgumentException(
                        "attribute '" + name + "' holds a " + value.getClass());
            }
        });
        values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
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

    private <T> T require(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "attribute '" + name + "' must be a " + type.getSimpleName() + ", is " + value);
        }
        return type.cast(value);
    }
}
