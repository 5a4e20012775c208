package org.unitscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;
import picocli.CommandLine.Option;

/// Sizes of models, as every command that expands one takes them.
final class SizeOptions {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set a named size of the model, for example --set batch=64. Repeatable.")
    private List<String> settings = new ArrayList<>();

    /// The sizes that were set.
    ///
    /// @throws WorkbenchException listing every setting that is wrong
    Map<String, Double> symbols() throws WorkbenchException {
        return numbers(settings, "batch=64");
    }

    /// Numbers by name, as `--set` gives them.
    ///
    /// @param example of a setting, for messages
    /// @throws WorkbenchException listing every setting that is wrong
    static Map<String, Double> numbers(List<String> settings, String example)
            throws WorkbenchException {
        Map<String, Double> symbols = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals).strip();
            try {
                String number = setting.substring(equals + 1).strip();
                double value = Double.parseDouble(number);
                // Java also reads 64f, 64d and hexadecimal; nobody means those here.
                if (equals < 1 || !Double.isFinite(value) || !number.matches("[-+0-9.eE]+")) {
                    throw new NumberFormatException();
                }
                if (symbols.put(name, value) != null) {
                    problems.add(new Problem("--set", "'" + name + "' is set twice; keep one"));
                }
            } catch (NumberFormatException wrong) {
                problems.add(
                        new Problem(
                                "--set",
                                "'" + setting + "' must be NAME=NUMBER, for example " + example));
            }
        }
        if (!problems.isEmpty()) {
            throw new WorkbenchException(problems);
        }
        return symbols;
    }
}
