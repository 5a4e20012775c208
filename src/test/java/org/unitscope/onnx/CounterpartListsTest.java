package org.unitscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.CaseRunner;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.ShapeException;
import org.unitscope.operators.Signature;
import org.unitscope.tensor.Precision;

/// Every operator of the catalogue is in one of the two lists, and what they say of it is so.
@Tag("slow")
class CounterpartListsTest {
    /// ONNX operators that compute nothing.
    private static final Set<String> MOVES = Set.of("Transpose", "Reshape", "Unsqueeze", "Squeeze");

    private static final OperatorCatalogue CATALOGUE = OperatorCatalogue.standard();

    private static List<String> listed() {
        List<String> names = new ArrayList<>();
        Counterparts.all().forEach(counterpart -> names.add(counterpart.operator()));
        Counterparts.none().forEach(none -> names.add(none.operator()));
        return names;
    }

    @Test
    void everyOperatorIsInOneOfTheLists() {
        assertThat(CATALOGUE.all().stream().map(Operator::name))
                .as(
                        "for an operator that is missing, say which ONNX nodes it is, as a Counterpart"
                                + " in Counterparts.all(), or why ONNX has none, as a NoCounterpart in"
                                + " Counterparts.none()")
                .isSubsetOf(listed());
    }

    @Test
    void noOperatorIsListedTwice() {
        assertThat(listed()).doesNotHaveDuplicates();
    }

    @Test
    void everyListedNameIsAnOperator() {
        assertThat(listed())
                .allSatisfy(name ->
                        assertThat(CATALOGUE.find(name)).as("operator '%s'", name).isPresent());
    }

    @Test
    void everyExemptionHasAReason() {
        assertThat(Counterparts.none())
                .allSatisfy(none -> assertThat(none.reason().split(" ")).hasSizeGreaterThan(5));
    }

    /// A counterpart that is called a node computes in one node in every case; a composed one in
    /// more, in some case.
    @Test
    void kindIsWhatTheNodesSay() throws ShapeException {
        for (Counterpart counterpart : Counterparts.all()) {
            int most = 0;
            Operator operator = CATALOGUE.find(counterpart.operator()).orElseThrow();
            for (OperatorCase example : cases(operator, counterpart)) {
                most = Math.max(most, computing(counterpart, CaseRunner.of(operator, example)));
            }
            Counterpart.Kind kind = most > 1 ? Counterpart.Kind.COMPOSED : Counterpart.Kind.NODE;
            assertThat(counterpart.kind()).as(operator.name()).isEqualTo(kind);
        }
    }

    private static List<OperatorCase> cases(Operator operator, Counterpart counterpart) {
        return Stream.concat(operator.cases().stream(), counterpart.more().stream()).toList();
    }

    private static int computing(Counterpart counterpart, CaseRunner runner) {
        GraphDraft graph = new GraphDraft(Precision.SINGLE, List.of());
        counterpart.mapping().map(runner.use(), graph);
        return (int) graph.operators().stream().filter(name -> !MOVES.contains(name)).count();
    }

    /// Cases given here have not been through the checks of a model file.
    @Test
    void furtherCasesAreWhatAModelMayAskFor() {
        for (Counterpart counterpart : Counterparts.all()) {
            Operator operator = CATALOGUE.find(counterpart.operator()).orElseThrow();
            for (OperatorCase example : counterpart.more()) {
                example.attributes()
                        .values()
                        .entrySet()
                        .forEach(given -> requireAllowed(operator.signature(), given));
            }
        }
    }

    private static void requireAllowed(Signature signature, Map.Entry<String, Object> given) {
        Signature.Attribute attribute =
                signature.attributes().stream()
                        .filter(known -> known.name().equals(given.getKey()))
                        .findFirst()
                        .orElseThrow();
        assertThat(attribute.check(given.getValue())).as(given.toString()).isEmpty();
    }
}
