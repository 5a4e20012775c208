package org.unitscope.onnx;

import java.util.ArrayList;
import java.util.List;

/// The attributes of one ONNX node, as `AttributeProto` messages.
final class NodeAttributes {
    private static final int NAME = 1;
    private static final int TYPE = 20;

    private final List<ProtoWriter> written = new ArrayList<>();

    static NodeAttributes none() {
        return new NodeAttributes();
    }

    static NodeAttributes of(String name, long value) {
        return none().and(name, value);
    }

    NodeAttributes and(String name, long value) {
        return add(new ProtoWriter().text(NAME, name).number(3, value).number(TYPE, 2));
    }

    NodeAttributes and(String name, String value) {
        return add(new ProtoWriter().text(NAME, name).text(4, value).number(TYPE, 3));
    }

    NodeAttributes and(String name, long... values) {
        ProtoWriter proto = new ProtoWriter().text(NAME, name);
        for (long value : values) {
            proto.number(8, value);
        }
        return add(proto.number(TYPE, 7));
    }

    /// A real number, which ONNX keeps in single precision.
    NodeAttributes real(String name, double value) {
        return add(new ProtoWriter().text(NAME, name).real(2, (float) value).number(TYPE, 1));
    }

    List<ProtoWriter> messages() {
        return written;
    }

    private NodeAttributes add(ProtoWriter attribute) {
        written.add(attribute);
        return this;
    }
}
