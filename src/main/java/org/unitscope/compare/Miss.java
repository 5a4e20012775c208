package org.unitscope.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Role;

/// Tensors of a model that are missed and differ in the number of their block only. A tensor is
/// missed if the predicted RMS is wrong by more than 5 % and twice its standard error, or the total
/// variation is above 0.1.
///
/// @param path with `*` for every number between dots
/// @param tensors how many are missed
/// @param of how many of that path are compared
/// @param error the one of largest magnitude
/// @param standardError of that tensor's RMS
/// @param totalVariation the largest
public record Miss(
        String model,
        String path,
        Role role,
        int tensors,
        int of,
        double error,
        double standardError,
        double totalVariation) {
    /// Errors up to here are hits.
    public static final double ERROR = 0.05;

    /// Total variations up to here are hits.
    public static final double TOTAL_VARIATION = 0.1;

    private record Place(String path, Role role) {}

    /// The misses of a model, those of largest error first.
    public static List<Miss> of(ModelAccuracy model) {
        Map<Place, List<TensorAccuracy>> places = new LinkedHashMap<>();
        for (TensorAccuracy tensor : model.tensors()) {
            Place place = new Place(tensor.foldedPath(), tensor.key().role());
            places.computeIfAbsent(place, p -> new ArrayList<>()).add(tensor);
        }
        List<Miss> misses = new ArrayList<>();
        places.forEach((place, all) -> {
            List<TensorAccuracy> missed = all.stream().filter(Miss::isMissed).toList();
            if (!missed.isEmpty()) {
                misses.add(of(model.name(), place, missed, all.size()));
            }
        });
        misses.sort(Comparator.comparingDouble(miss -> -Math.abs(miss.error())));
        return misses;
    }

    private static Miss of(String model, Place place, List<TensorAccuracy> missed, int of) {
        TensorAccuracy worst =
                missed.stream()
                        .max(Comparator.comparingDouble(t -> Math.abs(t.predicted().error())))
                        .orElseThrow();
        double variation =
                missed.stream().mapToDouble(t -> t.predicted().totalVariation()).max().orElse(0);
        return new Miss(
                model,
                place.path(),
                place.role(),
                missed.size(),
                of,
                worst.predicted().error(),
                worst.standardError(),
                variation);
    }

    /// Whether a tensor is missed.
    static boolean isMissed(TensorAccuracy tensor) {
        double noise = Double.isNaN(tensor.standardError()) ? 0 : 2 * tensor.standardError();
        return Math.abs(tensor.predicted().error()) > ERROR + noise
                || tensor.predicted().totalVariation() > TOTAL_VARIATION;
    }
}
