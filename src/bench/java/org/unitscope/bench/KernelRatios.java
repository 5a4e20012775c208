package org.unitscope.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the kernel benchmarks and prints nanoseconds per element and the ratio to a copy of the
/// same array in the same run.
public final class KernelRatios {
    private KernelRatios() {}

    /// @param arguments a pattern of target formats, `.*` for all
    public static void main(String... arguments) throws RunnerException {
        Options options =
                new OptionsBuilder()
                        .include("FormatKernels")
                        .forks(1)
                        .jvmArgs("--add-modules", "jdk.incubator.vector", "-Xmx2g")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(500))
                        .verbosity(VerboseMode.SILENT)
                        .param("target", targets(arguments))
                        .build();
        Collection<RunResult> results = new Runner(options).run();
        print(results);
    }

    private static String[] targets(String... arguments) {
        String all = "fp8_e4m3fn fp8_e5m2 fp16 bf16 fp8_e4m3fn@rtz fp8_e4m3fn@sr-a:8";
        String pattern = arguments.length == 0 ? ".*" : arguments[0];
        return java.util.Arrays.stream(all.split(" "))
                .filter(target -> target.matches(pattern))
                .toArray(String[]::new);
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Double> perElement = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        for (RunResult result : results) {
            String key = key(result, method(result));
            double count = Double.parseDouble(result.getParams().getParam("count"));
            perElement.put(key, result.getPrimaryResult().getScore() / count);
            errors.put(key, result.getPrimaryResult().getScoreError() / count);
        }
        System.out.printf(
                Locale.ROOT,
                "%-14s %-20s %10s %12s %10s %9s%n",
                "kernel",
                "target",
                "elements",
                "ns/element",
                "+-99.9%",
                "x copy");
        for (RunResult result : results) {
            String key = key(result, method(result));
            double copy = perElement.getOrDefault(key(result, "copy"), Double.NaN);
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-20s %10s %12.3f %10.3f %9.2f%n",
                    method(result),
                    result.getParams().getParam("target"),
                    result.getParams().getParam("count"),
                    perElement.get(key),
                    errors.get(key),
                    perElement.get(key) / copy);
        }
    }

    private static String method(RunResult result) {
        return result.getParams().getBenchmark().replaceFirst(".*\\.", "");
    }

    private static String key(RunResult result, String method) {
        return method
                + " "
                + result.getParams().getParam("target")
                + " "
                + result.getParams().getParam("count");
    }
}
