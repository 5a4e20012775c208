package org.unitscope.check;

import java.util.Optional;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.graph.Graph;

/// A run that is checked, and the graph of its model.
///
/// @param graph empty if the model is not at hand
/// @param withoutGraph why there is none, a sentence; empty if there is one
public record CheckedRun(ComparedRun run, Optional<Graph> graph, String withoutGraph) {}
