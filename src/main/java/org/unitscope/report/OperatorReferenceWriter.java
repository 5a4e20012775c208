package org.unitscope.report;

import java.util.stream.Collectors;
import org.unitscope.operators.MomentRule;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCase;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.operators.Signature;

/// The operator reference, `src/docs/operators.md`, from the catalogue alone.
public final class OperatorReferenceWriter {
    private OperatorReferenceWriter() {}

    /// The Markdown text.
    public static String markdown(OperatorCatalogue catalogue) {
        StringBuilder text = new StringBuilder();
        text.append("# Operators\n\n");
        text.append(
                "Generated from the catalogue; do not edit. *Basis* says what a predicted number");
        text.append(" rests on.\n\n");
        text.append("| operator | inputs | attributes | basis forward | basis backward |\n");
        text.append("| --- | --- | --- | --- | --- |\n");
        catalogue.all().forEach(operator -> text.append(row(operator)));
        catalogue.all().forEach(operator -> text.append(section(operator)));
        return text.toString();
    }

    private static String row(Operator operator) {
        return Html.fill(
                "| [`%s`](#%s) | %s | %s | %s | %s |\n",
                operator.name(),
                operator.name(),
                inputs(operator),
                attributes(operator),
                basis(operator.moments(), true),
                basis(operator.moments(), false));
    }

    private static String inputs(Operator operator) {
        return operator.signature().inputs().stream()
                .map(OperatorReferenceWriter::input)
                .collect(Collectors.joining(", "));
    }

    private static String input(Signature.Input input) {
        String kind = input.kind() == Signature.InputKind.INDEX ? " (indices)" : "";
        return "`" + input.name() + "`" + kind + (input.optional() ? " (optional)" : "");
    }

    private static String attributes(Operator operator) {
        return operator.signature().attributes().stream()
                .map(OperatorReferenceWriter::attribute)
                .collect(Collectors.joining(", "));
    }

    private static String attribute(Signature.Attribute attribute) {
        String many = attribute.kind() == Signature.AttributeKind.INTEGERS ? "a list, " : "";
        String absent = attribute.isRequired() ? "required" : "absent: " + attribute.absent();
        String value =
                attribute
                        .fallback()
                        .map(fallback -> " = " + plain(attribute, fallback))
                        .orElse(" (" + many + absent + ")");
        String others = attribute.words().stream().skip(1).collect(Collectors.joining(", "));
        return "`"
                + attribute.name()
                + "`"
                + value
                + (others.isEmpty() ? "" : " (or " + others + ")");
    }

    /// A whole number without a point.
    private static String plain(Signature.Attribute attribute, Object value) {
        return attribute.kind() == Signature.AttributeKind.INTEGER && value instanceof Double number
                ? Long.toString(number.longValue())
                : value.toString();
    }

    private static String basis(MomentRule rule, boolean forward) {
        return switch (rule) {
            case MomentRule.ClosedForm closed ->
                    (forward ? closed.forwardBasis() : closed.backwardBasis()).title();
            case MomentRule.Quadrature quadrature ->
                    "Gaussian inputs, " + quadrature.nodes() + "-node quadrature";
            case MomentRule.SampledOnly only -> "sampled only: " + only.reason();
        };
    }

    private static String section(Operator operator) {
        String source = operator.doc().source();
        String cases =
                operator.cases().stream()
                        .map(OperatorReferenceWriter::example)
                        .collect(Collectors.joining());
        return Html.fill(
                "\n## %s\n\n**%s.** %s\n\n    %s\n%s%s\nChecked on:\n\n%s",
                operator.name(),
                operator.doc().title(),
                operator.doc().sentence(),
                operator.doc().formula(),
                source.isEmpty() ? "" : "\nSource: " + source + ".\n",
                operator.notTheDerivative()
                        .map(reason -> "\nNot checked against the derivative: " + reason + ".\n")
                        .orElse(""),
                cases);
    }

    private static String example(OperatorCase example) {
        String shapes =
                example.inputs().stream()
                        .map(input -> input.shape().toString())
                        .collect(Collectors.joining(", "));
        String bias =
                example.bias() == 0
                        ? ""
                        : Html.fill("; terms left out: %.2g of the RMS", example.bias());
        String ratio =
                example.backwardRatio() == 1
                        ? ""
                        : Html.fill(
                                "; gradients are %s times the derivative, on purpose",
                                example.backwardRatio());
        return "* " + example.title() + ": " + shapes + bias + ratio + "\n";
    }
}
