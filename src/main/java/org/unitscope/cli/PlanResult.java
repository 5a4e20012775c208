package org.unitscope.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.plan.FactorCount;
import org.unitscope.plan.ScalingPlan;
import org.unitscope.plan.TensorRanges;

/// A plan with what it is held against.
///
/// @param after the planned graph's tensors, judged anew
/// @param rows the table: by name the model as it is, the plan, and schemes, in this order
/// @param formats the recipe
/// @param evidence in words
record PlanResult(
        ScalingPlan plan,
        TensorRanges after,
        Map<String, Row> rows,
        String formats,
        double headroom,
        String evidence) {
    /// Keeps the order.
    PlanResult {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /// One line of the table.
    record Row(FactorCount count, TensorRanges ranges) {
        static Row of(Graph graph, Graph original, TensorRanges ranges) {
            return new Row(FactorCount.of(graph, original), ranges);
        }

        long outside(Role role) {
            return ranges.outside(role);
        }
    }
}
