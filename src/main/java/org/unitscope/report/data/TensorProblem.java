package org.unitscope.report.data;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.comparison.Judgement;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// A tensor that its format does not hold, with those like it: the same place in repeated blocks,
/// role and format. The worst of them stands for all.
///
/// @param rank 1 for the worst of the run, in the order of [ProblemOrder]
/// @param tensor the worst
/// @param alike all of them that are not representable, the worst among them, in the order of the
///   run
/// @param advice what would help the worst
public record TensorProblem(
        int rank,
        TensorRecord tensor,
        Judgement judgement,
        List<TensorRecord> alike,
        Advice advice) {
    /// How many of a run are listed.
    public static final int LISTED = 20;

    /// Copies the list.
    public TensorProblem {
        alike = List.copyOf(alike);
    }

    /// The problems of a run, the worst first.
    static List<TensorProblem> of(RunRecord run) {
        List<TensorRecord> wrong = run.tensors().stream().filter(ProblemOrder::isProblem).toList();
        List<TensorRecord> worstFirst = wrong.stream().sorted(new ProblemOrder()).toList();
        var inOrder = PathPattern.groups(wrong, TensorProblem::place);
        List<TensorProblem> problems = new ArrayList<>();
        for (List<TensorRecord> group :
                PathPattern.groups(worstFirst, TensorProblem::place).values()) {
            TensorRecord worst = group.getFirst();
            problems.add(
                    new TensorProblem(
                            problems.size() + 1,
                            worst,
                            Judgement.of(worst),
                            inOrder.getOrDefault(place(worst), List.of()),
                            problems.size() < LISTED ? Advice.of(worst) : Advice.NONE));
        }
        return problems;
    }

    private static String place(TensorRecord tensor) {
        return PathPattern.of(tensor.path())
                + " "
                + tensor.key().role().symbol()
                + " "
                + tensor.format();
    }

    /// The place that all of them have.
    public String pattern() {
        return alike.size() == 1 ? tensor.path() : PathPattern.of(tensor.path());
    }
}
