package org.unitscope.onnx;

/// Types of elements, with their numbers in ONNX's `TensorProto.DataType`.
enum ElementType {
    FLOAT(1),
    INT64(7),
    BOOL(9),
    FLOAT16(10),
    DOUBLE(11),
    BFLOAT16(16),
    FLOAT8_E4M3FN(17),
    FLOAT8_E5M2(19);

    private final int number;

    ElementType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
