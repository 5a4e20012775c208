package org.unitscope.importer.json;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.unitscope.graph.ModelFormatException;
import org.unitscope.operators.OperatorCatalogue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The same model at other sizes, as a file of its own: its blocks and expressions stay, only the
/// values of its `parameters` change, and its name.
public final class ModelVariants {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ModelVariants() {}

    /// The text of the variant.
    ///
    /// @param file a model file
    /// @param sizes values by name of parameter
    /// @param target where the text goes: files that the model names must be found from there
    /// @param name of the variant; the model's and its sizes if empty
    /// @throws ModelFormatException if the model, at these sizes, is none
    public static String text(
            Path file,
            Map<String, Double> sizes,
            Path target,
            String name,
            OperatorCatalogue catalogue)
            throws ModelFormatException {
        byte[] bytes = JsonModels.read(file);
        JsonModels.load(file, bytes, sizes, catalogue);
        Map<String, Object> model = new LinkedHashMap<>();
        tree(bytes).forEach((key, value) -> model.put(key.toString(), value));
        model.put("name", name.isEmpty() ? named(model, sizes) : name);
        if (model.get("parameters") instanceof Map<?, ?> before) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            before.forEach((key, value) -> {
                Double size = sizes.get(key.toString());
                parameters.put(key.toString(), size == null ? value : size);
            });
            model.put("parameters", parameters);
        }
        String text = JsonLayout.text(model);
        JsonModels.load(target, text.getBytes(StandardCharsets.UTF_8), Map.of(), catalogue);
        return text;
    }

    private static String named(Map<String, Object> model, Map<String, Double> sizes) {
        String changes =
                sizes.entrySet().stream()
                        .map(size -> size.getKey() + " " + plain(size.getValue()))
                        .collect(Collectors.joining(", "));
        Object name = model.getOrDefault("name", "model");
        return sizes.isEmpty() ? name.toString() : "%s (%s)".formatted(name, changes);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static Map<?, ?> tree(byte[] bytes) {
        try {
            return MAPPER.readValue(bytes, Map.class);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("the model was read before", impossible);
        }
    }
}
