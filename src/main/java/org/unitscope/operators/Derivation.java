package org.unitscope.operators;

import java.util.List;

/// How a predicted second moment comes about: the sum over terms of the product of their factors.
///
/// @param rule what rule it is, a few words for people
/// @param formula the rule with symbols, for example `E y² = n E w² E x² + E b²`
public record Derivation(String rule, String formula, List<Term> terms) {
    /// Copies the list.
    public Derivation {
        terms = List.copyOf(terms);
    }

    /// A derivation of one term.
    public Derivation(String rule, String formula, Term term) {
        this(rule, formula, List.of(term));
    }

    /// The sum of the terms.
    public double total() {
        double sum = 0;
        for (Term term : terms) {
            sum += term.value();
        }
        return sum;
    }

    /// The part of the total that a term makes up; 0 where all is zero. Terms of both signs have
    /// shares that are negative or above 1.
    public double share(Term term) {
        double total = total();
        return total == 0 ? 0 : term.value() / total;
    }
}
