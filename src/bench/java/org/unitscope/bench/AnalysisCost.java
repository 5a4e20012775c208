package org.unitscope.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unitscope.analysis.MomentAnalysis;
import org.unitscope.analysis.Prediction;
import org.unitscope.graph.Graph;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// How long the analytic engine takes on a GPT, side by side in one run: the cost of 12 layers at
/// width 128, batch 1, sequence 1024, and its ratio when one size grows. The first call pays for
/// loading and compiling classes; the others are medians of five, with and without the laws of all
/// tensors.
public final class AnalysisCost {
    private static final int CALLS = 5;

    private AnalysisCost() {}

    private record Case(String title, String sizes) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("base: 12 layers", ""),
                    new Case("width x 32", "width=4096 heads=32"),
                    new Case("batch x 64", "batch=64"),
                    new Case("vocabulary x 786", "vocabulary=50304"),
                    new Case("sequence x 4", "sequence=4096 context=4096"),
                    new Case("layers x 4", "layers=48"));

    /// @param arguments the model; `../model-zoo/gpt-mini.json` if none is given
    public static void main(String... arguments) throws WorkbenchException {
        Path model = Path.of(arguments.length == 0 ? "../model-zoo/gpt-mini.json" : arguments[0]);
        double base = 0;
        for (Case one : CASES) {
            Graph graph = load(model, one);
            long first = System.nanoTime();
            analyze(graph);
            double cold = (System.nanoTime() - first) / 1e9;
            double[] times = new double[CALLS];
            double[] lawTimes = new double[CALLS];
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                Map<?, Prediction> predictions = analyze(graph);
                long middle = System.nanoTime();
                predictions.values().forEach(AnalysisCost::makeLaw);
                times[i] = (middle - start) / 1e9;
                lawTimes[i] = (System.nanoTime() - middle) / 1e9;
            }
            Arrays.sort(times);
            Arrays.sort(lawTimes);
            base = base == 0 ? times[CALLS / 2] : base;
            System.out.printf(
                    Locale.ROOT,
                    "%-18s first call %6.3f s   then %6.3f s (%5.2f x base)   laws %6.3f s%n",
                    one.title(),
                    cold,
                    times[CALLS / 2],
                    times[CALLS / 2] / base,
                    lawTimes[CALLS / 2]);
        }
    }

    private static Graph load(Path model, Case one) throws WorkbenchException {
        Map<String, Double> sizes = new HashMap<>();
        String base =
                "layers=12 width=128 heads=4 batch=1 sequence=1024 context=1024 vocabulary=64 ";
        for (String size : (base + one.sizes()).trim().split(" +")) {
            sizes.put(size.split("=")[0], Double.parseDouble(size.split("=")[1]));
        }
        return JsonModels.load(model, sizes, OperatorCatalogue.standard()).graph();
    }

    private static Map<?, Prediction> analyze(Graph graph) {
        return MomentAnalysis.analyze(
                graph, OperatorCatalogue.standard(), Progress.NONE, CancellationToken.NONE);
    }

    private static void makeLaw(Prediction prediction) {
        if (prediction instanceof Prediction.Known known) {
            known.details().orElseThrow().law();
        }
    }
}
