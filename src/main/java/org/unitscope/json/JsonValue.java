package org.unitscope.json;

import java.util.List;
import java.util.Map;

/// A JSON value that knows where it stands in the file.
public sealed interface JsonValue {
    /// Line and column, both from 1.
    record Position(int line, int column) {
        @Override
        public String toString() {
            return line + ":" + column;
        }
    }

    Position at();

    /// What it is, for messages: `an object`, `a number` ...
    String kind();

    record ObjectValue(Position at, Map<String, JsonValue> members) implements JsonValue {
        @Override
        public String kind() {
            return "an object";
        }
    }

    record ArrayValue(Position at, List<JsonValue> elements) implements JsonValue {
        @Override
        public String kind() {
            return "an array";
        }
    }

    record TextValue(Position at, String text) implements JsonValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    record NumberValue(Position at, double number) implements JsonValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record FlagValue(Position at, boolean flag) implements JsonValue {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    record NullValue(Position at) implements JsonValue {
        @Override
        public String kind() {
            return "null";
        }
    }
}
