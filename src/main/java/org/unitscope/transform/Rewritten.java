package org.unitscope.transform;

import org.unitscope.graph.Graph;

/// A graph that a scheme has made of another, and what was done.
public record Rewritten(Graph graph, RewriteLog log) {}
