package org.unitscope.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// The text that stands for a graph: two graphs with one text compute the same. One line a node, in
/// graph order, then the loss. Names for people (model name, description) are not in it.
public final class CanonicalText {
    private CanonicalText() {}

    /// The text, lines ended by `\n`.
    public static String of(Graph graph) {
        String nodes =
                graph.nodes().stream().map(node -> line(node) + "\n").collect(Collectors.joining());
        return nodes + "loss " + graph.loss().path() + "\n";
    }

    /// SHA-256 of the text in UTF-8, lower-case hex.
    public static String sha256(Graph graph) {
        return sha256(of(graph).getBytes(StandardCharsets.UTF_8));
    }

    /// SHA-256 of bytes, lower-case hex.
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String line(Node node) {
        String shapes = node.outputs().toString();
        return switch (node) {
            case Node.RealInput input -> "input " + input.path() + shapes + " " + input.law();
            case Node.IndexInput input -> "index " + input.path() + shapes + " " + input.law();
            case Node.Parameter weight -> "weight " + weight.path() + shapes + " " + weight.law();
            case Node.Operation operation ->
                    operation.operator()
                            + " "
                            + operation.path()
                            + shapes
                            + operation.inputs().stream()
                                    .map(OutputRef::path)
                                    .collect(Collectors.joining(", ", "(", ")"))
                            + operation.attributes().values()
                            + scaling(operation.scaling());
        };
    }

    /// Empty where there is none, so that graphs have the text they had before scaling was known.
    private static String scaling(Scaling scaling) {
        return scaling.isNone() ? "" : " " + scaling;
    }
}
