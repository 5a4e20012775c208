package org.unitscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.sweep.ScaleLaw;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepPoint;
import tools.jackson.databind.json.JsonMapper;

/// Scale laws as one JSON object: what was swept, the points, and per tensor the fit (left out
/// where there is none) and `[size, rms]` at every point.
final class SweepJson {
    private SweepJson() {}

    static String of(ScaleLaws laws) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", laws.model());
        result.put("model_sha256", laws.sha256());
        result.put("size", laws.range().name());
        result.put("values", laws.predicted().stream().map(SweepPoint::size).toList());
        result.put("fixed_sizes", laws.fixedSizes());
        if (laws.isPartial()) {
            result.put("partial", laws.points().size() + " of " + laws.range().values().size());
        }
        result.put("skipped", laws.skipped().stream().map(SweepJson::skipped).toList());
        result.put("not_predicted", laws.notPredicted());
        result.put("laws", laws.laws().stream().map(SweepJson::law).toList());
        return JsonMapper.shared().writeValueAsString(result);
    }

    private static Map<String, Object> skipped(SweepPoint.Skipped point) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("value", point.size());
        cells.put("reason", point.reason());
        return cells;
    }

    private static Map<String, Object> law(ScaleLaw law) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("tensor", law.path());
        cells.put("role", law.key().role().symbol());
        if (law.lastBlock()) {
            cells.put("last_block", true);
        }
        law.fit()
                .ifPresent(fit -> {
                    cells.put("exponent", fit.exponent());
                    cells.put("log2_coefficient", fit.log2Coefficient());
                    cells.put("deviation_octaves", fit.deviation());
                    cells.put("upper_exponent", fit.upperExponent());
                });
        cells.put("predicted_basis", law.basis().title());
        List<List<Object>> points = new ArrayList<>();
        law.points().forEach(point -> points.add(List.of(point.size(), number(point.rms()))));
        cells.put("points", points);
        return cells;
    }

    /// JSON has no infinity and no NaN: those are words.
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : (Object) Double.toString(value);
    }
}
