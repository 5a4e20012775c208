package org.unitscope.graph;

import java.nio.file.Path;

/// A graph with the file it came from.
///
/// @param file the path as the user gave it
/// @param sha256 hash of the file's bytes, lower-case hex
public record LoadedModel(Graph graph, Path file, String sha256) {}
