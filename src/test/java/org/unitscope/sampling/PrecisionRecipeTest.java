package org.unitscope.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unitscope.format.Formats;
import org.unitscope.format.TargetFormat;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.Signature.Input;
import org.unitscope.task.WorkbenchException;

class PrecisionRecipeTest {
    private static final List<Input> PRODUCT =
            List.of(Input.factor("input"), Input.factor("weight"));
    private static final List<Input> SUM = List.of(Input.real("left"), Input.real("right"));

    private static TensorKey key(String path, Role role) {
        return new TensorKey(OutputRef.of(path), role);
    }

    @Test
    void settingsOfTheBaseHoldForExceptionsToo() throws WorkbenchException {
        PrecisionRecipe recipe =
                PrecisionRecipe.parse(
                        "FP8@sr-a:8,gW=bf16,gA=half@rne@saturate,linear/bias=us_e4m3");
        assertThat(recipe)
                .hasToString("fp8@sr-a:8,gW=bf16,gA=fp16@rne@saturate,linear/bias=us_e4m3");
        assertThat(PrecisionRecipe.parse(recipe.toString())).isEqualTo(recipe);
        assertThat(recipe.input("fc", "linear", PRODUCT.get(1)))
                .contains(TargetFormat.parse("e4m3@sr-a:8"));
        assertThat(recipe.stored(key("x", Role.WEIGHT_GRADIENT)))
                .contains(TargetFormat.parse("bf16@sr-a:8"));
        assertThat(recipe.stored(key("x", Role.ACTIVATION_GRADIENT)))
                .contains(TargetFormat.parse("fp16@saturate"));
        assertThatThrownBy(() -> PrecisionRecipe.parse("fp8@fast,gW=e5m2@slow"))
                .hasMessageContaining("Setting 'fast' is not known")
                .hasMessageContaining("Setting 'slow' is not known");
    }

    @Test
    void fp32RoundsNothing() throws WorkbenchException {
        PrecisionRecipe recipe = PrecisionRecipe.parse("fp32");

        assertThat(recipe.stored(key("x", Role.ACTIVATION))).isEmpty();
        assertThat(recipe.input("fc", "linear", PRODUCT.getFirst())).isEmpty();
        assertThat(recipe.gradient("fc", "linear", PRODUCT)).isEmpty();
        assertThat(recipe.judge(Role.WEIGHT)).isEqualTo(TargetFormat.of(Formats.FP32));
    }

    @Test
    void fp16AndBf16RoundEveryTensorWhereItIsMade() throws WorkbenchException {
        for (Role role : Role.values()) {
            assertThat(PrecisionRecipe.parse("fp16").stored(key("x", role)))
                    .contains(TargetFormat.of(Formats.FP16));
            assertThat(PrecisionRecipe.parse("bf16").stored(key("x", role)))
                    .contains(TargetFormat.of(Formats.BF16));
        }
        assertThat(PrecisionRecipe.parse("fp16").input("fc", "linear", PRODUCT.getFirst()))
                .isEmpty();
    }

    @Test
    void fp8RoundsFactorsOfProductsAndGradientsIntoThem() throws WorkbenchException {
        PrecisionRecipe recipe = PrecisionRecipe.parse("fp8");

        assertThat(recipe.input("fc", "linear", PRODUCT.get(1)))
                .contains(TargetFormat.of(Formats.FP8_E4M3));
        assertThat(recipe.gradient("fc", "linear", PRODUCT))
                .contains(TargetFormat.of(Formats.FP8_E5M2));
        assertThat(recipe.input("fc", "add", SUM.getFirst())).isEmpty();
        assertThat(recipe.gradient("fc", "add", SUM)).isEmpty();
        assertThat(recipe.stored(key("x", Role.ACTIVATION))).isEmpty();
        assertThat(recipe.judge(Role.WEIGHT_GRADIENT)).isEqualTo(TargetFormat.of(Formats.FP8_E5M2));
    }

    @Test
    void laterExceptionsWin() throws WorkbenchException {
        PrecisionRecipe recipe =
                PrecisionRecipe.parse(
                        "fp8, gA=fp16, blocks.0.*:gA=none, linear/weight=e5m2, linear/gradient=bf16");

        assertThat(recipe.stored(key("head", Role.ACTIVATION_GRADIENT)))
                .contains(TargetFormat.of(Formats.FP16));
        assertThat(recipe.stored(key("blocks.0.norm", Role.ACTIVATION_GRADIENT))).isEmpty();
        assertThat(recipe.stored(key("blocks.01", Role.ACTIVATION_GRADIENT)))
                .contains(TargetFormat.of(Formats.FP16));
        assertThat(recipe.input("fc", "linear", PRODUCT.get(1)))
                .contains(TargetFormat.of(Formats.FP8_E5M2));
        assertThat(recipe.input("fc", "linear", PRODUCT.get(0)))
                .contains(TargetFormat.of(Formats.FP8_E4M3));
        assertThat(recipe.gradient("fc", "linear", PRODUCT))
                .contains(TargetFormat.of(Formats.BF16));
    }

    @Test
    void anInputOfNodesOnAPath() throws WorkbenchException {
        PrecisionRecipe recipe = PrecisionRecipe.parse("fp8,head*:linear/weight=none");

        assertThat(recipe.input("head.fc", "linear", PRODUCT.get(1))).isEmpty();
        assertThat(recipe.input("fc", "linear", PRODUCT.get(1)))
                .contains(TargetFormat.of(Formats.FP8_E4M3));
    }

    @Test
    void exceptionsOfAModelComeBeforeThoseOfTheRunAndOnce() throws WorkbenchException {
        List<String> own = List.of("gA=bf16", "fc:A=fp16");
        PrecisionRecipe recipe = PrecisionRecipe.parse("fp8,gA=e5m2").behind(own);

        assertThat(recipe).hasToString("fp8,gA=bf16,fc:A=fp16,gA=fp8_e5m2");
        assertThat(recipe.behind(own)).isEqualTo(recipe);
        assertThatThrownBy(() -> recipe.behind(List.of("gA=x9")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("'gA=x9'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp8", "fp8,gA=fp16,a.*:W=none", "bf16,a.*:linear/weight=fp8_e4m3fn"})
    void theTextReadsBack(String text) throws WorkbenchException {
        PrecisionRecipe recipe = PrecisionRecipe.parse(text);

        assertThat(PrecisionRecipe.parse(recipe.toString())).isEqualTo(recipe);
        assertThat(recipe).hasToString(text);
    }

    @Test
    void allMistakesAreSaidAtOnce() {
        assertThatThrownBy(() -> PrecisionRecipe.parse("fp9,gB=fp16,A=x9,nonsense"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("unknown base 'fp9', must be one of fp32, fp16, bf16, fp8")
                .hasMessageContaining("no role 'gB'")
                .hasMessageContaining("'A=x9'")
                .hasMessageContaining("must be SELECTOR=FORMAT");
    }
}
