package org.unitscope.onnx;

import java.util.List;
import org.unitscope.operators.Invocation;
import org.unitscope.operators.OperatorCase;

/// What an operator of the catalogue is in ONNX, in the forward pass.
///
/// @param operator its name in the catalogue
/// @param kind whether ONNX has it as one node
/// @param bound how far single precision may be off
/// @param more cases beside the operator's own, of settings that those leave out
record Counterpart(
        String operator, Kind kind, Mapping mapping, Bound bound, List<OperatorCase> more) {
    Counterpart {
        more = List.copyOf(more);
    }

    /// How an operator stands in ONNX.
    enum Kind {
        /// One node, but for nodes that only move elements, such as Transpose and Reshape.
        NODE,
        /// Several nodes: a reference all the same, of kernels that share no code with ours.
        COMPOSED
    }

    /// Nodes for one use of the operator; gives the names of its outputs.
    interface Mapping {
        List<String> map(Invocation use, GraphDraft graph);
    }

    /// Nodes for an operator of one output.
    interface Single {
        String map(Invocation use, GraphDraft graph);
    }

    /// One that is a single node.
    static Counterpart node(String operator, Bound bound, Single mapping) {
        return of(operator, Kind.NODE, bound, mapping);
    }

    /// One that is made of several nodes.
    static Counterpart composed(String operator, Bound bound, Single mapping) {
        return of(operator, Kind.COMPOSED, bound, mapping);
    }

    private static Counterpart of(String operator, Kind kind, Bound bound, Single mapping) {
        return new Counterpart(
                operator, kind, (use, graph) -> List.of(mapping.map(use, graph)), bound, List.of());
    }

    /// The same with cases of settings that the operator's own leave out.
    Counterpart also(OperatorCase... cases) {
        return new Counterpart(operator, kind, mapping, bound, List.of(cases));
    }
}
