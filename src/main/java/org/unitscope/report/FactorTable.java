package org.unitscope.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.unitscope.operators.Factor;
import org.unitscope.transform.NodeRewrite;
import org.unitscope.transform.NodeRewrite.InputRewrite;
import org.unitscope.transform.RewriteLog;

/// The factors of a rewrite as CSV: per node a row for its result (no input), then one per real
/// input for its gradient. Numbers are the shortest that read back as the same double.
public final class FactorTable {
    /// Column heads. `cost_octaves` is log2 of factor over ideal, without the residual weight that
    /// is delayed to this input (`delay`).
    public static final List<String> COLUMNS =
            List.of(
                    "node",
                    "op",
                    "input",
                    "factor",
                    "input_factor",
                    "ideal",
                    "formula",
                    "numbers",
                    "checked",
                    "edge",
                    "cycle",
                    "delay",
                    "cost_octaves");

    private FactorTable() {}

    /// The table.
    public static String csv(RewriteLog log) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(COLUMNS);
            for (NodeRewrite node : log.nodes()) {
                csv.writeRecord(result(node));
                for (int i = 0; i < node.inputs().size(); i++) {
                    if (node.inputs().get(i).edge() != NodeRewrite.Edge.INDEX) {
                        csv.writeRecord(gradient(node, i));
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string cannot fail to be written", impossible);
        }
        return text.toString();
    }

    private static List<String> result(NodeRewrite node) {
        Factor ideal = node.output();
        return List.of(
                node.path(),
                node.operator(),
                "",
                Double.toString(node.scaling().output()),
                "",
                Double.toString(ideal.value()),
                ideal.formula(),
                ideal.numbers(),
                Boolean.toString(ideal.checked()),
                "",
                "",
                "",
                Double.toString(node.outputCost()));
    }

    private static List<String> gradient(NodeRewrite node, int index) {
        InputRewrite input = node.inputs().get(index);
        return List.of(
                node.path(),
                node.operator(),
                input.name(),
                Double.toString(node.scaling().gradient(index)),
                Double.toString(node.scaling().input(index)),
                input.ideal().map(factor -> Double.toString(factor.value())).orElse(""),
                input.ideal().map(Factor::formula).orElse(""),
                input.ideal().map(Factor::numbers).orElse(""),
                input.ideal().map(factor -> Boolean.toString(factor.checked())).orElse(""),
                input.edge().name().toLowerCase(java.util.Locale.ROOT),
                input.cycle().orElse(""),
                Double.toString(input.delay()),
                Double.toString(node.gradientCost(index)));
    }
}
