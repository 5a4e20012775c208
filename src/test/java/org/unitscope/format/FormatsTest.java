package org.unitscope.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatsTest {
    @ParameterizedTest
    @CsvSource({
        "fp16, fp16",
        "half, fp16",
        "binary16, fp16",
        "FP16, fp16",
        "bf16, bf16",
        "bfloat16, bf16",
        "e4m3, fp8_e4m3fn",
        "float8_e4m3fn, fp8_e4m3fn",
        "FP8-E4M3, fp8_e4m3fn",
        "e5m2, fp8_e5m2",
        "float8_e5m2, fp8_e5m2",
        "fp32, fp32",
        "float32, fp32",
        "ffp8_s1e4m3b11, s1e4m3b11",
        "s1e4m3b-2, s1e4m3bm2",
        "s1e4m3b7-fn, s1e4m3b7_fn",
        "float8_e8m0fnu, e8m0fnu",
        "binary8p4se, p3109_k8p4se"
    })
    void findsAFormatByNameOrAlias(String given, String name) {
        assertThat(Formats.require(given).name()).isEqualTo(name);
    }

    @Test
    void everyFormatIsFoundByItsOwnName() {
        assertThat(Formats.all())
                .hasSizeGreaterThan(30)
                .doesNotHaveDuplicates()
                .allSatisfy(format -> assertThat(Formats.require(format.name())).isSameAs(format));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> Formats.require("e4m2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Format 'e4m2' is not known; did you mean one of: e3m2, e4m3, e5m2?");
        assertThatThrownBy(() -> Formats.require("posit<8,2>"))
                .hasMessageContaining("fp32, fp16, bf16, fp8_e4m3fn, fp8_e5m2");
    }
}
