package org.unitscope.importer.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unitscope.graph.Graph;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.graph.TensorKey;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.tensor.Shape;

/// The models whose scale is known from elsewhere: that they load, and that every known number has
/// a tensor here to be held against.
class PrototypeModelsTest {
    private static final Path TABLES = Path.of("test/resources/analytic");
    private static final Path MODELS = Path.of("test/resources/models/prototype");

    private static List<String[]> table(String file) throws IOException {
        return Files.readAllLines(TABLES.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    static Stream<String[]> models() throws IOException {
        return table("prototype-models.csv").stream();
    }

    private static Map<String, Double> symbols(String settings) {
        return Stream.of(settings.split(" "))
                .filter(setting -> !setting.isEmpty())
                .map(setting -> setting.split("="))
                .collect(Collectors.toMap(side -> side[0], side -> Double.valueOf(side[1])));
    }

    private static Graph load(String file, Map<String, Double> symbols)
            throws ModelFormatException {
        return JsonModels.load(MODELS.resolve(file), symbols, OperatorCatalogue.standard()).graph();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("models")
    void everyNameIsATensorOfTheModel(String model, String variant, String file, String settings)
            throws IOException, ModelFormatException {
        Graph graph = load(file, symbols(settings));
        Map<String, Shape> shapes = new HashMap<>();
        for (TensorKey key : graph.tensors()) {
            shapes.put(key.tensor().path() + " " + key.role().symbol(), graph.shape(key.tensor()));
        }
        Map<String, Set<Shape>> shared = new HashMap<>();
        for (String[] row : table("prototype-names.csv")) {
            if (row[0].equals(model) && row[1].equals(variant)) {
                String ours = row[2] + " " + row[3];
                assertThat(shapes).containsKey(ours);
                shared.computeIfAbsent(row[4] + " " + row[5], name -> new HashSet<>())
                        .add(shapes.get(ours));
            }
        }

        assertThat(shared).isNotEmpty();
        // Only of equal parts is the mean square the mean of theirs.
        assertThat(shared).allSatisfy((name, parts) -> assertThat(parts).hasSize(1));
    }

    @Test
    void everyNumberHasAName() throws IOException {
        Set<String> named =
                table("prototype-names.csv").stream()
                        .map(row -> String.join(" ", row[0], row[1], row[4], row[5]))
                        .collect(Collectors.toSet());
        Set<String> known =
                table("prototype-rms.csv").stream()
                        .map(row -> String.join(" ", Arrays.copyOf(row, 4)))
                        .collect(Collectors.toSet());

        assertThat(named).isEqualTo(known).hasSizeGreaterThan(3000);
    }

    /// None of the files has a number that only fits its own sizes.
    @ParameterizedTest(name = "{2} {3}")
    @MethodSource("models")
    void sizesCanBeSet(String model, String variant, String file, String settings)
            throws ModelFormatException {
        Map<String, Double> sizes =
                Map.of("batch", 3.0, "sequence", 24.0, "width", 64.0, "layers", 5.0);
        Map<String, Double> symbols = new HashMap<>(symbols(settings));
        Set<String> given = load(file, symbols).symbols().keySet();
        sizes.forEach((name, value) -> {
            if (given.contains(name)) {
                symbols.put(name, value);
            }
        });

        Graph graph = load(file, symbols);

        assertThat(given).as(model + " " + variant).contains("batch", "width");
        assertThat(graph.symbols()).containsAllEntriesOf(symbols);
    }
}
