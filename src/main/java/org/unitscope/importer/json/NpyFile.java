package org.unitscope.importer.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unitscope.tensor.Shape;

/// An array in NumPy's file format, versions 1 to 3 (NumPy Enhancement Proposal 1): magic, length
/// of the head, a head that is a literal of Python with the keys `descr`, `fortran_order` and
/// `shape`, then the elements. Elements are floats of 16, 32 or 64 bits, or integers of 8 to 64, in
/// C order.
///
/// @param type kind and bytes, for example `f4`
@SuppressWarnings("ArrayRecordComponent") // never compared
record NpyFile(Shape shape, String type, ByteBuffer elements) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEAD =
            Pattern.compile(
                    "\\{\\s*(?=.*'descr'\\s*:\\s*'([<>|=])([a-z]\\d+)')"
                            + "(?=.*'fortran_order'\\s*:\\s*(True|False))"
                            + "(?=.*'shape'\\s*:\\s*\\(([0-9, ]*)\\)).*}\\s*",
                    Pattern.DOTALL);

    /// What is wrong with a file, as the end of a sentence.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /// Reads the head.
    ///
    /// @throws Unreadable if it is no such file, or cut short
    static NpyFile of(byte[] bytes) throws Unreadable {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int fixed = MAGIC.length + 4;
        if (bytes.length < fixed + 2
                || !ByteBuffer.wrap(bytes, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new Unreadable("is no .npy file; numpy.save writes one");
        }
        int version = bytes[MAGIC.length];
        long length = version == 1 ? in.getShort(8) & 0xFFFF : in.getInt(8) & 0xFFFFFFFFL;
        int start = version == 1 ? fixed : fixed + 2;
        if (version < 1 || version > 3 || length > bytes.length - start) {
            throw new Unreadable("has a head that is cut short or of an unknown version");
        }
        String head = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
        Matcher found = HEAD.matcher(head.strip());
        if (!found.matches()) {
            throw new Unreadable("has a head that cannot be read: " + head.strip());
        }
        if (found.group(3).equals("True") && found.group(4).contains(",")) {
            throw new Unreadable("is in Fortran order; save numpy.ascontiguousarray of it");
        }
        Shape shape = shape(found.group(4));
        String type = found.group(2);
        int size = size(type);
        int from = start + (int) length;
        if (shape.count() * size != bytes.length - from) {
            throw new Unreadable(
                    "should have %d bytes of elements and has %d"
                            .formatted(shape.count() * size, bytes.length - from));
        }
        ByteOrder order =
                found.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyFile(
                shape,
                type,
                ByteBuffer.wrap(bytes, from, bytes.length - from).slice().order(order));
    }

    private static Shape shape(String extents) throws Unreadable {
        List<Integer> found = new ArrayList<>();
        double count = 1;
        for (String extent : extents.split(",", -1)) {
            if (!extent.isBlank()) {
                double number = Double.parseDouble(extent.strip());
                count *= number;
                if (number < 1 || count > 1 << 28) {
                    throw new Unreadable(
                            "has the shape (%s), which is empty or more than 2^28 elements"
                                    .formatted(extents));
                }
                found.add((int) number);
            }
        }
        return Shape.of(found);
    }

    private static int size(String type) throws Unreadable {
        return switch (type) {
            case "i1", "u1" -> 1;
            case "f2", "i2", "u2" -> 2;
            case "f4", "i4", "u4" -> 4;
            case "f8", "i8", "u8" -> 8;
            default ->
                    throw new Unreadable(
                            "holds elements of type '%s'; floats f2, f4, f8 and integers i1 to u8 can be read"
                                    .formatted(type));
        };
    }

    /// The elements in single precision.
    ///
    /// @throws Unreadable if they are integers, or one is no finite single number
    float[] floats() throws Unreadable {
        if (!type.startsWith("f")) {
            throw new Unreadable(
                    "holds integers of type '%s' where real numbers belong".formatted(type));
        }
        float[] out = new float[shape.length()];
        for (int i = 0; i < out.length; i++) {
            out[i] =
                    switch (type) {
                        case "f2" -> Float.float16ToFloat(elements.getShort(2 * i));
                        case "f4" -> elements.getFloat(4 * i);
                        default -> (float) elements.getDouble(8 * i);
                    };
            if (!Float.isFinite(out[i])) {
                throw new Unreadable(
                        "holds an element, number %d, that is no finite number in single precision"
                                .formatted(i));
            }
        }
        return out;
    }

    /// The elements as indices; −1 is nothing here.
    ///
    /// @throws Unreadable if they are no integers from −1 to 2^31 − 1
    int[] indices() throws Unreadable {
        if (type.startsWith("f")) {
            throw new Unreadable(
                    "holds real numbers of type '%s' where indices belong".formatted(type));
        }
        int[] out = new int[shape.length()];
        for (int i = 0; i < out.length; i++) {
            long element = integer(i);
            if (element < -1 || element > Integer.MAX_VALUE) {
                throw new Unreadable(
                        "holds %d, element number %d; an index is from 0 to 2147483647, -1 for nothing"
                                .formatted(element, i));
            }
            out[i] = (int) element;
        }
        return out;
    }

    private long integer(int i) {
        return switch (type) {
            case "i1" -> elements.get(i);
            case "u1" -> elements.get(i) & 0xFF;
            case "i2" -> elements.getShort(2 * i);
            case "u2" -> elements.getShort(2 * i) & 0xFFFF;
            case "i4" -> elements.getInt(4 * i);
            case "u4" -> elements.getInt(4 * i) & 0xFFFFFFFFL;
            default -> elements.getLong(8 * i);
        };
    }
}
