package org.unitscope.onnx;

import java.util.List;
import java.util.stream.Stream;

/// Every operator of the catalogue: its counterpart in ONNX, or why it has none.
final class Counterparts {
    private Counterparts() {}

    static List<Counterpart> all() {
        return Stream.of(
                        Products.all(),
                        Activations.all(),
                        Rows.all(),
                        Routing.all(),
                        Reductions.all(),
                        Positions.all(),
                        Layouts.all(),
                        Losses.all())
                .flatMap(List::stream)
                .toList();
    }

    static List<NoCounterpart> none() {
        return List.of(
                new NoCounterpart(
                        "dropout",
                        "the mask is drawn from a generator of our own, and ONNX leaves open how its"
                                + " Dropout draws; where ONNX draws nothing it copies its input"),
                new NoCounterpart(
                        "stop_gradient",
                        "forward it copies its input; what it is for is in the backward pass, which"
                                + " ONNX does not describe"));
    }
}
