package org.unitscope.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fewest factors of one operator for given exponents of its result and inputs.
///
/// The operator is a sum of terms, see [org.unitscope.operators.Operator#homogeneousTerms]. A term
/// carries the sum of its inputs' exponents; a factor `2^b` of the result moves all terms, one of
/// an input its own term. A term may hold a parameter that nothing else uses: it takes any exponent
/// of its range without a factor. Tried for b are 0 and all that leave some term without a factor
/// of its own, so that none is overlooked.
final class OperationFactors {
    private final List<Term> terms;

    /// One term.
    ///
    /// @param inputs its inputs that are not the free parameter
    /// @param parameter the input that is a parameter of a single use, if there is one
    /// @param range of that parameter; empty where any exponent will do
    record Term(List<Integer> inputs, Optional<Integer> parameter, Optional<ExponentRange> range) {
        /// Copies the list.
        Term {
            inputs = List.copyOf(inputs);
        }

        /// Which exponents the parameter may get: 0 at least where it has no range.
        ExponentRange domain() {
            return ForwardTerms.domain(range);
        }

        /// The parameter's best exponent where nothing else asks.
        int best() {
            ExponentRange domain = domain();
            int best = domain.low();
            for (int k = domain.low(); k <= domain.high(); k++) {
                if (Costs.ofParameter(k, range) < Costs.ofParameter(best, range)) {
                    best = k;
                }
            }
            return best;
        }

        /// The input that a factor of the term is put on.
        int factored() {
            return inputs.isEmpty() ? parameter.orElseThrow() : inputs.getFirst();
        }
    }

    /// What an operator gets.
    ///
    /// @param cost see [Costs]
    /// @param output exponent of the factor of its result
    /// @param terms per term the exponent of the factor of [Term#factored]
    /// @param parameters per term the exponent of its parameter; 0 where it has none
    record Chosen(long cost, int output, List<Integer> terms, List<Integer> parameters) {
        /// Copies the lists.
        Chosen {
            terms = List.copyOf(terms);
            parameters = List.copyOf(parameters);
        }
    }

    OperationFactors(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    List<Term> terms() {
        return terms;
    }

    /// The best.
    ///
    /// @param result exponent of the result
    /// @param sums per term the exponents of its inputs, without the parameter
    Chosen of(int result, int[] sums) {
        int least = 0;
        long cost = cost(result, sums, 0);
        if (terms.isEmpty()) {
            return new Chosen(result == 0 ? 0 : Costs.FACTOR, result, List.of(), List.of());
        }
        for (int t = 0; t < sums.length && cost > 0; t++) {
            ExponentRange domain = freedom(terms.get(t));
            for (int k = domain.low(); k <= domain.high(); k++) {
                int output = result - sums[t] - k;
                long of = cost(result, sums, output);
                if (of < cost) {
                    cost = of;
                    least = output;
                }
            }
        }
        return chosen(result, sums, least, cost);
    }

    private static ExponentRange freedom(Term term) {
        return term.parameter().isPresent() ? term.domain() : new ExponentRange(0, 0);
    }

    private long cost(int result, int[] sums, int output) {
        long cost = output == 0 ? 0 : Costs.FACTOR;
        for (int t = 0; t < sums.length; t++) {
            Term term = terms.get(t);
            int wanted = result - output - sums[t];
            if (term.parameter().isEmpty()) {
                cost += wanted == 0 ? 0 : Costs.FACTOR;
            } else {
                cost += Costs.ofParameter(taken(term, wanted), term.range());
                cost += isFree(term, wanted) ? 0 : Costs.FACTOR;
            }
        }
        return cost;
    }

    /// Whether the parameter can take what is wanted; a factor is worth no more than the parameter
    /// moved.
    private static boolean isFree(Term term, int wanted) {
        return term.domain().contains(wanted);
    }

    private static int taken(Term term, int wanted) {
        return isFree(term, wanted) ? wanted : term.best();
    }

    private Chosen chosen(int result, int[] sums, int output, long cost) {
        List<Integer> factors = new ArrayList<>();
        List<Integer> parameters = new ArrayList<>();
        for (int t = 0; t < sums.length; t++) {
            Term term = terms.get(t);
            int wanted = result - output - sums[t];
            int own = term.parameter().isEmpty() ? 0 : taken(term, wanted);
            parameters.add(own);
            factors.add(wanted - own);
        }
        return new Chosen(cost, output, factors, parameters);
    }
}
