package org.unitscope.transform.unitscaling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How the one factor is chosen that a result and the gradients of inputs on cycles must share.
public enum Constraint {
    /// The geometric mean of the ideal factors: the paper's.
    GEOMETRIC_MEAN("gmean", "geometric mean"),
    /// The ideal factor of the result: the library's.
    TO_OUTPUT("to-output", "the result's"),
    /// The harmonic mean.
    HARMONIC_MEAN("hmean", "harmonic mean"),
    /// The arithmetic mean.
    ARITHMETIC_MEAN("amean", "arithmetic mean"),
    /// The ideal factor of the gradient of the first input that is tied.
    TO_GRAD_INPUT("to-grad-input", "the input gradient's"),
    /// Nothing is tied. Gradients that are summed may then have different factors, and no longer
    /// point where the derivative does.
    NONE("none", "none");

    private final String word;
    private final String title;

    Constraint(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /// As the command line writes it.
    public String word() {
        return word;
    }

    /// A few words for people.
    public String title() {
        return title;
    }

    /// The constraint with this word.
    ///
    /// @throws IllegalArgumentException naming all words
    public static Constraint of(String word) {
        return Arrays.stream(values())
                .filter(constraint -> constraint.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no constraint is called '%s'; there are %s"
                                        .formatted(
                                                word,
                                                Arrays.stream(values())
                                                        .map(Constraint::word)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// The common factor.
    ///
    /// @param output ideal factor of the result
    /// @param gradients those of the tied inputs; at least one
    public double common(double output, List<Double> gradients) {
        double[] all = new double[gradients.size() + 1];
        all[0] = output;
        for (int i = 0; i < gradients.size(); i++) {
            all[i + 1] = gradients.get(i);
        }
        int n = all.length;
        return switch (this) {
            case TO_OUTPUT, NONE -> output;
            case TO_GRAD_INPUT -> gradients.getFirst();
            case GEOMETRIC_MEAN ->
                    StrictMath.exp(Arrays.stream(all).map(StrictMath::log).sum() / n);
            case HARMONIC_MEAN -> n / Arrays.stream(all).map(f -> 1 / f).sum();
            case ARITHMETIC_MEAN -> Arrays.stream(all).sum() / n;
        };
    }
}
