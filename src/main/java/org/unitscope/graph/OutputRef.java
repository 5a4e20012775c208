package org.unitscope.graph;

/// One output of one node: what an edge starts from.
///
/// @param node path of the producing node, for example `blocks.3.attention.query`
/// @param output position among its outputs, 0 for the first
public record OutputRef(String node, int output) implements Comparable<OutputRef> {
    /// The first output of a node.
    public static OutputRef of(String node) {
        return new OutputRef(node, 0);
    }

    /// The stable readable path of the tensor: the node's path, with `#k` for outputs after the
    /// first.
    public String path() {
        return output == 0 ? node : node + "#" + output;
    }

    @Override
    public int compareTo(OutputRef other) {
        int byNode = node.compareTo(other.node);
        return byNode != 0 ? byNode : Integer.compare(output, other.output);
    }
}
