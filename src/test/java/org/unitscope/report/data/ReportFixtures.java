package org.unitscope.report.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.graph.Role;
import org.unitscope.run.RunEnvironment;
import org.unitscope.run.RunFixtures;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// Reports of hand-made and of stored runs.
public final class ReportFixtures {
    private ReportFixtures() {}

    /// A gradient against FP8 E5M2, which flushes up to `2^-17` and overflows from 61440.
    public static TensorRecord gradient(String path, float... values) {
        return RunFixtures.tensor(path, "linear", Role.ACTIVATION_GRADIENT, 1, values);
    }

    /// An activation against FP8 E4M3, which flushes up to `2^-10` and overflows above 464.
    public static TensorRecord activation(String path, float... values) {
        return RunFixtures.tensor(path, "linear", Role.ACTIVATION, 1, values);
    }

    /// A report of these tensors.
    public static ReportData report(TensorRecord... tensors) {
        return ReportData.of("hand-made", RunFixtures.run("net", tensors));
    }

    /// A report of stored runs, by their folders.
    public static ReportData stored(String... folders) throws Exception {
        List<ComparedRun> runs = new ArrayList<>();
        for (String folder : folders) {
            runs.add(ComparedRun.read(Path.of(folder)));
        }
        return ReportData.of(runs, TensorMapping.NONE);
    }

    /// A report of two hand-made runs.
    public static ReportData compared(RunRecord a, RunRecord b) throws Exception {
        return ReportData.of(
                List.of(new ComparedRun("first/a", a), new ComparedRun("second/b", b)),
                TensorMapping.NONE);
    }

    /// The same run as if sampling had been cut short before a tensor.
    public static RunRecord unsampled(RunRecord run, int from) {
        List<TensorRecord> tensors = new ArrayList<>();
        for (TensorRecord t : run.tensors()) {
            tensors.add(
                    tensors.size() < from
                            ? t
                            : new TensorRecord(
                                    t.key(),
                                    t.operator(),
                                    t.shape(),
                                    t.format(),
                                    t.appliedFormat(),
                                    t.predicted(),
                                    Optional.empty(),
                                    t.forecast()));
        }
        return new RunRecord(run.spec(), run.environment(), tensors);
    }

    /// The same run computed at another time, on another machine.
    public static RunRecord elsewhere(RunRecord run, String started) {
        RunEnvironment here = run.environment();
        return new RunRecord(
                run.spec(),
                new RunEnvironment(
                        here.tool(), "abc", "26", "other", "other", started, 99, 64, "cpu"),
                run.tensors());
    }
}
