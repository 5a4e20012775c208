package org.unitscope.onnx;

import java.util.List;
import java.util.stream.Stream;

/// Every operator of the catalogue: its counterpart in ONNX, or why it has none.
final class Counterparts {
    private Counterparts() {}

    static List<Counterpart> all() {
        return Stream.of(Products.all(), Activations.all()).flatMap(List::stream).toList();
    }

    static List<NoCounterpart> none() {
        return List.of();
    }
}
