package org.unitscope.report.plan;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.plan.FactorCount;
import org.unitscope.plan.ScalingPlan;
import org.unitscope.plan.TensorRanges;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.SchemedModel;

/// A plan with what it is held against.
///
/// @param after the planned graph's tensors, judged anew
/// @param rows the table: by name the model as it is, the plan, and schemes, in this order
/// @param refused the schemes that the model does not allow, and why
/// @param formats the recipe
/// @param evidence in words
public record PlanResult(
        ScalingPlan plan,
        TensorRanges after,
        Map<String, Row> rows,
        Map<String, String> refused,
        String formats,
        double headroom,
        String evidence) {
    private static final List<String> SCHEMES = List.of("unit:paper", "unit:library");

    /// Keeps the order.
    public PlanResult {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    /// Plans, and judges the planned graph and, unless it is to stand alone, unit-scaled ones.
    ///
    /// @throws WorkbenchException if there is no plan
    /// @throws org.unitscope.task.CancelledException when cancelled
    public static PlanResult of(PlanEvidence evidence, boolean alone)
            throws WorkbenchException, IOException {
        OperatorCatalogue catalogue = OperatorCatalogue.standard();
        Graph original = evidence.model().graph();
        ScalingPlan plan = ScalingPlan.of(original, catalogue, evidence.before());
        TensorRanges after = evidence.after(plan);
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("as it is", Row.of(original, original, plan.before()));
        rows.put("plan", Row.of(plan.graph(), original, after));
        Map<String, String> refused = new LinkedHashMap<>();
        for (String scheme : alone ? List.<String>of() : SCHEMES) {
            try {
                Graph unit = SchemedModel.of(evidence.model(), scheme, catalogue).model().graph();
                rows.put(scheme, Row.of(unit, original, evidence.predicted(unit)));
            } catch (WorkbenchException impossible) {
                refused.put(scheme, impossible.problems().getFirst().what());
            }
        }
        return new PlanResult(
                plan,
                after,
                rows,
                refused,
                evidence.recipe().toString(),
                evidence.headroom(),
                evidence.text());
    }

    /// One line of the table.
    public record Row(FactorCount count, TensorRanges ranges) {
        static Row of(Graph graph, Graph original, TensorRanges ranges) {
            return new Row(FactorCount.of(graph, original), ranges);
        }

        /// How many tensors of a role are not inside.
        public long outside(Role role) {
            return ranges.outside(role);
        }
    }
}
