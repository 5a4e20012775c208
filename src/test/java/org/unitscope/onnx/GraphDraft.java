package org.unitscope.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.Precision;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// A graph of ONNX nodes while it is put together, for inputs of fixed shapes. Values go by name;
/// every method that makes one returns its name. Field numbers are those of `onnx.proto3`.
final class GraphDraft {
    private static final int OPSET = 23;
    private static final int IR_VERSION = 11;

    private final ProtoWriter graph = new ProtoWriter();
    private final List<String> operators = new ArrayList<>();
    private final ElementType real;
    private int values;

    /// @param inputs of the graph; indices are 64-bit integers there
    GraphDraft(Precision precision, List<Tensor> inputs) {
        real = precision == Precision.SINGLE ? ElementType.FLOAT : ElementType.DOUBLE;
        graph.text(2, "counterpart");
        for (int i = 0; i < inputs.size(); i++) {
            ElementType type = inputs.get(i) instanceof IndexTensor ? ElementType.INT64 : real;
            graph.message(11, described(input(i), type, inputs.get(i).shape()));
        }
    }

    /// The name of an input.
    static String input(int index) {
        return "input" + index;
    }

    /// The name of an output.
    static String output(int index) {
        return "output" + index;
    }

    /// The type that real numbers have in this graph.
    ElementType real() {
        return real;
    }

    /// Which ONNX operators the nodes are, in their order.
    List<String> operators() {
        return List.copyOf(operators);
    }

    /// A node without attributes; an empty name leaves an optional input out.
    String node(String operator, String... inputs) {
        return node(operator, NodeAttributes.none(), inputs);
    }

    String node(String operator, NodeAttributes attributes, String... inputs) {
        return nodes(operator, attributes, 1, inputs).getFirst();
    }

    /// A node of several outputs.
    List<String> nodes(String operator, NodeAttributes attributes, int outputs, String... inputs) {
        ProtoWriter node = new ProtoWriter();
        for (String input : inputs) {
            node.text(1, input);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add(fresh());
            node.text(2, names.getLast());
        }
        node.text(4, operator);
        attributes.messages().forEach(attribute -> node.message(5, attribute));
        graph.message(1, node);
        operators.add(operator);
        return names;
    }

    /// A real constant.
    String constant(double value) {
        return constant(Shape.SCALAR, value);
    }

    /// A real constant, rounded to the precision of the graph.
    String constant(Shape shape, double... values) {
        ByteBuffer raw = buffer(values.length * Double.BYTES);
        for (double value : values) {
            if (real == ElementType.FLOAT) {
                raw.putFloat((float) value);
            } else {
                raw.putDouble(value);
            }
        }
        return constant(real, longs(shape), raw);
    }

    /// A list of whole numbers.
    String integers(long... values) {
        ByteBuffer raw = buffer(values.length * Long.BYTES);
        Arrays.stream(values).forEach(raw::putLong);
        return constant(ElementType.INT64, new long[] {values.length}, raw);
    }

    /// A list of whole numbers.
    String integers(int... values) {
        return integers(Arrays.stream(values).asLongStream().toArray());
    }

    /// A shape, as a list of whole numbers.
    String shape(Shape shape) {
        return integers(longs(shape));
    }

    /// One whole number, of no axes.
    String integer(long value) {
        return constant(ElementType.INT64, new long[0], buffer(Long.BYTES).putLong(value));
    }

    /// A constant of truth values.
    String flags(Shape shape, boolean... values) {
        ByteBuffer raw = buffer(values.length);
        for (boolean value : values) {
            raw.put((byte) (value ? 1 : 0));
        }
        return constant(ElementType.BOOL, longs(shape), raw);
    }

    /// The model, with these values as its outputs.
    byte[] model(List<String> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            graph.message(
                    1,
                    new ProtoWriter()
                            .text(1, outputs.get(i))
                            .text(2, output(i))
                            .text(4, "Identity"));
            graph.message(12, typed(output(i), new ProtoWriter().number(1, real.number())));
        }
        ProtoWriter opset = new ProtoWriter().text(1, "").number(2, OPSET);
        return new ProtoWriter()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, opset)
                .toBytes();
    }

    private String fresh() {
        return "value" + values++;
    }

    private String constant(ElementType type, long[] extents, ByteBuffer raw) {
        ProtoWriter tensor = new ProtoWriter();
        for (long extent : extents) {
            tensor.number(1, extent);
        }
        String name = fresh();
        byte[] bytes = new byte[raw.flip().remaining()];
        raw.get(bytes);
        graph.message(5, tensor.number(2, type.number()).text(8, name).bytes(9, bytes));
        return name;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ProtoWriter described(String name, ElementType type, Shape shape) {
        ProtoWriter extents = new ProtoWriter();
        for (int extent : shape.extents()) {
            extents.message(1, new ProtoWriter().number(1, extent));
        }
        return typed(name, new ProtoWriter().number(1, type.number()).message(2, extents));
    }

    private static ProtoWriter typed(String name, ProtoWriter tensorType) {
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensorType));
    }

    private static long[] longs(Shape shape) {
        return shape.extents().stream().mapToLong(Integer::longValue).toArray();
    }
}
