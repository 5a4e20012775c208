package org.unitscope.operators;

import java.util.List;
import java.util.Optional;

/// Names, kinds and bounds of what an operator takes and gives.
public record Signature(List<Input> inputs, List<String> outputs, List<Attribute> attributes) {
    /// Copies the lists.
    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = List.copyOf(attributes);
    }

    /// What an input may be.
    public enum InputKind {
        /// Real numbers.
        REAL,
        /// Indices.
        INDEX,
        /// Real numbers whose product with another such input is accumulated: what an FP8 recipe
        /// rounds.
        FACTOR
    }

    /// One input.
    ///
    /// @param optional whether a node may leave it out; only trailing inputs may be
    public record Input(String name, InputKind kind, boolean optional) {
        /// A real input that must be given.
        public static Input real(String name) {
            return new Input(name, InputKind.REAL, false);
        }

        /// An index input that must be given.
        public static Input index(String name) {
            return new Input(name, InputKind.INDEX, false);
        }

        /// A factor of a product, which must be given.
        public static Input factor(String name) {
            return new Input(name, InputKind.FACTOR, false);
        }

        /// The same input, but it may be left out.
        public Input orNone() {
            return new Input(name, kind, true);
        }
    }

    /// What an attribute may hold.
    public enum AttributeKind {
        NUMBER,
        INTEGER,
        /// A list of whole numbers.
        INTEGERS,
        FLAG,
        TEXT
    }

    /// One attribute.
    ///
    /// @param fallback the value when the file gives none, if there is a fixed one
    /// @param absent what holds when the file gives none and no fixed value stands for that, in a
    ///   few words, for example `the same as factor`; empty if there is a default or it must be
    ///   given
    /// @param low smallest allowed number, for the numeric kinds
    /// @param high largest allowed number, for the numeric kinds
    /// @param words the allowed words, for text
    public record Attribute(
            String name,
            AttributeKind kind,
            Optional<Object> fallback,
            String absent,
            double low,
            double high,
            List<String> words) {
        /// Copies the list.
        public Attribute {
            words = List.copyOf(words);
        }

        private static Attribute numeric(
                String name,
                AttributeKind kind,
                Optional<Object> fallback,
                double low,
                double high) {
            return new Attribute(name, kind, fallback, "", low, high, List.of());
        }

        /// A number in [low, high] with a default.
        public static Attribute number(String name, double fallback, double low, double high) {
            return numeric(name, AttributeKind.NUMBER, Optional.of(fallback), low, high);
        }

        /// A number in [low, high] that must be given.
        public static Attribute required(String name, double low, double high) {
            return numeric(name, AttributeKind.NUMBER, Optional.empty(), low, high);
        }

        /// A whole number in [low, high] that must be given.
        public static Attribute integer(String name, int low, int high) {
            return numeric(name, AttributeKind.INTEGER, Optional.empty(), low, high);
        }

        /// A whole number in [low, high] with a default.
        public static Attribute integer(String name, int fallback, int low, int high) {
            Optional<Object> number = Optional.of((double) fallback);
            return numeric(name, AttributeKind.INTEGER, number, low, high);
        }

        /// A list of whole numbers in [low, high] that must be given.
        public static Attribute integers(String name, int low, int high) {
            return numeric(name, AttributeKind.INTEGERS, Optional.empty(), low, high);
        }

        /// A switch with a default.
        public static Attribute flag(String name, boolean fallback) {
            return numeric(name, AttributeKind.FLAG, Optional.of(fallback), 0, 0);
        }

        /// One of some words, the first by default.
        public static Attribute word(String name, List<String> words) {
            Optional<Object> first = Optional.of(words.getFirst());
            return new Attribute(name, AttributeKind.TEXT, first, "", 0, 0, words);
        }

        /// Any text, which must be given.
        public static Attribute text(String name) {
            return new Attribute(name, AttributeKind.TEXT, Optional.empty(), "", 0, 0, List.of());
        }

        /// The same attribute, but a node may leave it out and then has none.
        ///
        /// @param meaning what holds then, in a few words
        public Attribute orAbsent(String meaning) {
            return new Attribute(name, kind, Optional.empty(), meaning, low, high, words);
        }

        /// Whether a node must give it.
        public boolean isRequired() {
            return fallback.isEmpty() && absent.isEmpty();
        }

        /// What is wrong with a value, as the end of a sentence; empty if nothing is.
        public Optional<String> check(Object value) {
            return switch (kind) {
                case FLAG ->
                        value instanceof Boolean
                                ? Optional.empty()
                                : Optional.of("must be true or false");
                case TEXT ->
                        value instanceof String word && (words.isEmpty() || words.contains(word))
                                ? Optional.empty()
                                : Optional.of(
                                        words.isEmpty()
                                                ? "must be a text"
                                                : "must be one of " + String.join(", ", words));
                case NUMBER -> checkNumber(value, false);
                case INTEGER -> checkNumber(value, true);
                case INTEGERS ->
                        value instanceof List<?> list
                                ? list.stream()
                                        .flatMap(element -> checkNumber(element, true).stream())
                                        .map(rule -> "holds a value that " + rule)
                                        .findFirst()
                                : Optional.of("must be a list of whole numbers");
            };
        }

        private Optional<String> checkNumber(Object value, boolean whole) {
            if (!(value instanceof Double number)) {
                return Optional.of("must be a number");
            }
            if (whole && number != Math.rint(number)) {
                return Optional.of("must be a whole number");
            }
            return number >= low && number <= high
                    ? Optional.empty()
                    : Optional.of("must be between " + low + " and " + high);
        }
    }

    /// One real tensor in, one out, no attributes.
    public static Signature unary() {
        return new Signature(List.of(Input.real("input")), List.of("output"), List.of());
    }

    /// How many inputs must be given.
    public int required() {
        return (int) inputs.stream().filter(input -> !input.optional()).count();
    }
}
