package org.unitscope.graph;

import java.nio.file.Path;

/// A graph with the file it came from.
///
/// @param file the path as the user gave it
/// @param sha256 hash of the file's bytes, lower-case hex
/// @param scheme how the graph was rewritten after it was read; empty if it was not
/// @param remarks what the file says besides
public record LoadedModel(
        Graph graph, Path file, String sha256, String scheme, ModelRemarks remarks) {
    /// As it was read.
    public LoadedModel(Graph graph, Path file, String sha256, ModelRemarks remarks) {
        this(graph, file, sha256, "", remarks);
    }

    /// The same file with its graph rewritten.
    public LoadedModel rewritten(Graph other, String how) {
        return new LoadedModel(other, file, sha256, how, remarks);
    }
}
