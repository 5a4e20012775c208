package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files as the description of the format says (NumPy Enhancement Proposal 1).
class NpyFileTest {
    /// A file of version 1: head padded with spaces to 64 bytes and ended by a line break.
    static byte[] file(String head, int bytes, Consumer<ByteBuffer> elements) {
        String padded = head + " ".repeat(Math.max(0, 117 - head.length())) + "\n";
        ByteBuffer out =
                ByteBuffer.allocate(10 + padded.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(HexFormat.of().parseHex("934e554d50590100")).putShort((short) padded.length());
        out.put(padded.getBytes(StandardCharsets.UTF_8));
        elements.accept(out);
        return out.array();
    }

    static String head(String type, String shape) {
        return "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    }

    @Test
    void floatsOfEveryWidth() throws NpyFile.Unreadable {
        byte[] half =
                file(
                        head("<f2", "(2,)"),
                        4,
                        b -> b.putShort((short) 0x3c00).putShort((short) 0xc100));
        byte[] single = file(head("<f4", "(1, 2)"), 8, b -> b.putFloat(0.1f).putFloat(-3));
        byte[] twice = file(head("<f8", "()"), 8, b -> b.putDouble(0.1));
        byte[] big =
                file(
                        head(">f4", "(2,)"),
                        8,
                        b -> b.order(ByteOrder.BIG_ENDIAN).putFloat(7).putFloat(-2));

        assertThat(NpyFile.of(half).floats()).containsExactly(1f, -2.5f);
        assertThat(NpyFile.of(single).floats()).containsExactly(0.1f, -3f);
        assertThat(NpyFile.of(single).shape()).hasToString("[1, 2]");
        assertThat(NpyFile.of(twice).floats()).containsExactly(0.1f);
        assertThat(NpyFile.of(big).floats()).containsExactly(7f, -2f);
    }

    @Test
    void integersOfEveryWidth() throws NpyFile.Unreadable {
        assertThat(
                        NpyFile.of(
                                        file(
                                                head("|u1", "(2,)"),
                                                2,
                                                b -> b.put((byte) 200).put((byte) 3)))
                                .indices())
                .containsExactly(200, 3);
        assertThat(
                        NpyFile.of(file(head("<i8", "(2,)"), 16, b -> b.putLong(-1).putLong(70000)))
                                .indices())
                .containsExactly(-1, 70000);
        assertThat(
                        NpyFile.of(file(head("<u2", "(1,)"), 2, b -> b.putShort((short) 65000)))
                                .indices())
                .containsExactly(65000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<f4 | (3,) | should have 12 bytes of elements and has 8",
                "<c8 | (1,) | holds elements of type 'c8'",
                "<f4 | (0, 2) | is empty",
                "<f4 | (100000, 100000) | more than 2^28",
                "<i4 | (2,) | holds integers of type 'i4' where real numbers belong"
            })
    void whatDoesNotFitIsSaid(String type, String shape, String sentence) {
        assertThatThrownBy(() -> NpyFile.of(file(head(type, shape), 8, b -> {})).floats())
                .hasMessageContaining(sentence);
    }

    @Test
    void foreignAndCutFilesAreRefused() {
        byte[] whole = file(head("<f4", "(2,)"), 8, b -> {});
        byte[] cut = java.util.Arrays.copyOf(whole, 40);
        byte[] fortran =
                file("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", 8, b -> {});
        byte[] infinite = file(head("<f8", "(1,)"), 8, b -> b.putDouble(1e300));

        assertThatThrownBy(() -> NpyFile.of("hello world!".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("is no .npy file");
        assertThatThrownBy(() -> NpyFile.of(cut)).hasMessageContaining("cut short");
        assertThatThrownBy(() -> NpyFile.of(fortran)).hasMessageContaining("Fortran order");
        assertThatThrownBy(() -> NpyFile.of(file("{'shape': (2,)}", 8, b -> {})))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> NpyFile.of(infinite).floats())
                .hasMessageContaining("no finite number");
        assertThatThrownBy(
                        () -> NpyFile.of(file(head("<i4", "(1,)"), 4, b -> b.putInt(-2))).indices())
                .hasMessageContaining("holds -2, element number 0");
    }
}
