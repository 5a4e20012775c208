package org.unitscope.operators;

/// What a person reads about an operator.
///
/// @param name as model files write it, `snake_case`
/// @param title for screens, for example `Layer normalization`
/// @param sentence what it computes, one sentence
/// @param formula forward rule in plain text
/// @param source where the rule is from; empty if it is elementary
public record OperatorDoc(
        String name, String title, String sentence, String formula, String source) {}
