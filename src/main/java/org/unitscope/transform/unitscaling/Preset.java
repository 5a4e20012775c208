package org.unitscope.transform.unitscaling;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.unitscope.operators.ScalingStyle;

/// Published recipes: whose formulas, which constraint, which residual weights.
public enum Preset {
    /// Blake, Orr, Luschi 2023: exact Gaussian factors, geometric mean, fixed residual shares. The
    /// paper tunes them apart for attention and feed-forward; 0.01 and 0.5 are those of its
    /// authors' 2023 library. With 0.5 for both, attention of full scale makes the tokens of a
    /// 12-layer post-norm BERT alike within a few blocks, and the gradients of queries and keys
    /// vanish.
    PAPER("paper", "paper (2023)", ScalingStyle.PAPER, Constraint.GEOMETRIC_MEAN),
    /// The library with u-μP: interpolated factors, the result's factor, u-μP's depth rule.
    LIBRARY("library", "library (u-μP)", ScalingStyle.LIBRARY, Constraint.TO_OUTPUT),
    /// μS: products only, gradients those of the function, residual share 0.5. Its norms at the end
    /// of branches are the model's affair.
    MU_S("mus", "μS", ScalingStyle.MU_S, Constraint.TO_OUTPUT);

    private final String word;
    private final String title;
    private final ScalingStyle style;
    private final Constraint constraint;

    Preset(String word, String title, ScalingStyle style, Constraint constraint) {
        this.word = word;
        this.title = title;
        this.style = style;
        this.constraint = constraint;
    }

    /// As the command line writes it.
    public String word() {
        return word;
    }

    /// For people.
    public String title() {
        return title;
    }

    /// Whose formulas.
    public ScalingStyle style() {
        return style;
    }

    /// The constraint unless another is chosen.
    public Constraint constraint() {
        return constraint;
    }

    /// The residual weights unless others are chosen.
    public ResidualWeights residual() {
        return switch (this) {
            case PAPER -> new ResidualWeights.Share(0.5, 0.01);
            case LIBRARY -> new ResidualWeights.Depth(1, 1);
            case MU_S -> new ResidualWeights.Share(0.5);
        };
    }

    /// Whether gradients have no factors of their own.
    public boolean keepsDerivative() {
        return this == MU_S;
    }

    /// The preset with this word.
    ///
    /// @throws IllegalArgumentException naming all words
    public static Preset of(String word) {
        return Arrays.stream(values())
                .filter(preset -> preset.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no preset is called '%s'; there are %s"
                                        .formatted(
                                                word,
                                                Arrays.stream(values())
                                                        .map(Preset::word)
                                                        .collect(Collectors.joining(", ")))));
    }
}
