/// The immutable model graph: inputs with laws, parameters with initialization laws, operations.
///
/// Knows shapes and structure, neither what an operator computes nor any file format. Most
/// important types: [org.unitscope.graph.Graph], [org.unitscope.graph.Node],
/// [org.unitscope.graph.OutputRef].
@NullMarked
package org.unitscope.graph;

import org.jspecify.annotations.NullMarked;
