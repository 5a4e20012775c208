package org.unitscope.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;

/// The engine against a numpy prototype of the same calculus, developed apart from it: RMS of every
/// tensor of its example models (provenance in the files).
///
/// Both agree to 0.5 % wherever they make the same choices. Three choices differ on purpose, each
/// held against samples elsewhere: the prototype takes a row's mean square to vary by 2/d at least,
/// which grows gradients by up to 0.5 % a norm; its kernels of a norm lack terms of order 1/d; and
/// it centers values by plain means, which for logits of variance 1 and correlated tokens makes
/// query and key gradients up to 20 % too large (see decision 8). Nor does it let the noise of
/// pairs of rows grow from layer to layer. So gradients below norms may differ by 1 % a layer, and
/// those around the softmax by more.
final class PrototypeAgreementTest {
    private static final Path BASE = Path.of("test/resources");
    private static final double SAME = 0.005;

    /// The prototype takes a gradient that holds the network's own output as independent of the
    /// slope of a function. mlp_relu, he, gradient of x and of linear0's weight: samples (12 seeds)
    /// lie 0.8 ± 0.3 % and 0.7 ± 0.3 % above it and 0.2 % above this; mlp_gelu 0.9 and 0.7 ± 0.2 %,
    /// and 0.3 and 0.2 %. For the hidden weight this is 3 % above it (1 % at lower gain), where
    /// samples of 12 seeds scatter by 4 % (1 %) and tell neither from the other.
    private static final double FUNCTIONS = 0.012;

    /// A model of the prototype.
    record Case(String model, String variant, String file, String settings) {
        @Override
        public String toString() {
            return model + " " + variant;
        }

        private String prefix() {
            return model + "," + variant + ",";
        }
    }

    static Stream<Case> cases() throws IOException {
        return rows("prototype-models.csv")
                .map(cells -> new Case(cells[0], cells[1], cells[2], cells[3]));
    }

    private static Stream<String[]> rows(String name) throws IOException {
        return Files.readAllLines(BASE.resolve("analytic").resolve(name)).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("model,"))
                .map(line -> line.split(",", -1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scalesAreThoseOfThePrototype(Case one) throws IOException, WorkbenchException {
        Map<TensorKey, Prediction> predictions = analyze(one);
        Map<String, Double> expected = new TreeMap<>();
        rows("prototype-rms.csv")
                .filter(cells -> one.prefix().equals(cells[0] + "," + cells[1] + ","))
                .forEach(cells ->
                        expected.put(cells[2] + "," + cells[3], Double.parseDouble(cells[4])));
        Map<String, List<Double>> squares = new LinkedHashMap<>();
        rows("prototype-names.csv")
                .filter(cells -> one.prefix().equals(cells[0] + "," + cells[1] + ","))
                .forEach(cells ->
                        squares.computeIfAbsent(cells[4] + "," + cells[5], key -> new ArrayList<>())
                                .add(secondMoment(predictions, cells[2], cells[3])));
        assertThat(squares).isNotEmpty();
        squares.forEach((tensor, parts) -> {
            double mean = parts.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double rms = Math.sqrt(mean);
            double reference = expected.getOrDefault(tensor, Double.NaN);
            assertThat(Math.abs(rms - reference))
                    .as("%s: %s, prototype %s", tensor, rms, reference)
                    .isLessThanOrEqualTo(allowed(one, tensor) * reference);
        });
    }

    private static double secondMoment(
            Map<TensorKey, Prediction> predictions, String path, String symbol) {
        int mark = path.indexOf('#');
        OutputRef tensor =
                mark < 0
                        ? OutputRef.of(path)
                        : new OutputRef(
                                path.substring(0, mark),
                                Integer.parseInt(path.substring(mark + 1)));
        Role role =
                Stream.of(Role.values())
                        .filter(r -> r.symbol().equals(symbol))
                        .findFirst()
                        .orElseThrow();
        return predictions.get(new TensorKey(tensor, role)) instanceof Prediction.Known known
                ? known.moments().secondMoment()
                : Double.NaN;
    }

    private static double allowed(Case one, String tensor) {
        boolean gradient = tensor.contains(",grad");
        boolean deep = one.model().startsWith("gpt12");
        boolean peaked = one.variant().equals("lecun") || one.variant().equals("he");
        boolean softmax =
                tensor.contains("[q]")
                        || tensor.contains("[k]")
                        || tensor.contains("qkv")
                        || tensor.startsWith("q,")
                        || tensor.startsWith("k,");
        if (!gradient) {
            // At he logits have variance 4, where samples lie 1 % above the prototype and 3 % below
            // this.
            return one.model().startsWith("gpt") && peaked ? 0.02 : SAME;
        }
        if (one.model().startsWith("mlp") || one.model().startsWith("ffn")) {
            return tensor.contains("grad_weight") ? 3 * FUNCTIONS : FUNCTIONS;
        }
        if (one.model().startsWith("gpt") && peaked) {
            return deep || softmax ? 0.23 : 0.09;
        }
        if (deep) {
            return softmax ? 0.09 : 0.05;
        }
        // Behind post-norms samples lie 1 % above the prototype (unit scaling, 24 seeds, standard
        // error 2 %), this 2 % above them: it takes the rows of a GELU for as uneven as they are.
        boolean few = one.model().startsWith("bert") || one.model().endsWith("zipf");
        return few ? 0.04 : 0.02;
    }

    private static Map<TensorKey, Prediction> analyze(Case one) throws WorkbenchException {
        Map<String, Double> sizes = new TreeMap<>();
        for (String setting : one.settings().split(" ", -1)) {
            if (!setting.isEmpty()) {
                sizes.put(setting.split("=", -1)[0], Double.parseDouble(setting.split("=", -1)[1]));
            }
        }
        OperatorCatalogue catalogue = OperatorCatalogue.standard();
        Graph graph =
                JsonModels.load(
                                BASE.resolve("models/prototype").resolve(one.file()),
                                sizes,
                                catalogue)
                        .graph();
        return MomentAnalysis.analyze(graph, catalogue, Progress.NONE, CancellationToken.NONE);
    }
}
