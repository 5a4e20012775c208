package org.unitscope.app.plan;

import java.util.Map;
import java.util.TreeMap;
import org.unitscope.run.RunRecord;

/// Which model a plan is for, whatever scheme it is shown with.
///
/// @param name of the model
/// @param sha256 hash of its file
/// @param sizes all named sizes
record PlanSubject(String name, String sha256, Map<String, Double> sizes) {
    PlanSubject {
        sizes = Map.copyOf(sizes);
    }

    static PlanSubject of(RunRecord run) {
        return new PlanSubject(
                run.spec().modelName(),
                run.spec().modelSha256(),
                new TreeMap<>(run.spec().symbols()));
    }
}
