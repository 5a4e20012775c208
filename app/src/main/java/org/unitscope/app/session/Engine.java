package org.unitscope.app.session;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.analysis.Explanations;
import org.unitscope.comparison.ComparedRun;
import org.unitscope.comparison.TensorMapping;
import org.unitscope.factors.DerivedFactors;
import org.unitscope.factors.SampledMoments;
import org.unitscope.formula.Definition;
import org.unitscope.formula.FormulaException;
import org.unitscope.graph.LoadedModel;
import org.unitscope.graph.ModelRemarks;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.plan.PlanEvidence;
import org.unitscope.report.plan.PlanResult;
import org.unitscope.run.RunRecord;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepRange;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.SchemedModel;

/// The blocking calls that the workbench makes.
public interface Engine {
    /// Reads a model.
    ///
    /// @param sizes named sizes that replace those of the file
    /// @throws WorkbenchException with every problem of the file
    LoadedModel load(Path file, Map<String, Double> sizes) throws WorkbenchException;

    /// Rewrites a model.
    ///
    /// @param scheme as the command line writes it
    /// @throws WorkbenchException if there is no such scheme, or the model does not allow it
    SchemedModel apply(LoadedModel original, String scheme) throws WorkbenchException;

    /// Predicts, and samples if asked.
    RunRecord execute(
            LoadedModel model,
            PrecisionRecipe recipe,
            long seed,
            boolean sample,
            Progress progress,
            CancellationToken token);

    /// Predicts a model at several values of one size and fits how its scales follow.
    ///
    /// @param settings sizes other than the swept one that replace those of the file
    /// @throws WorkbenchException if fewer than two values give a model
    ScaleLaws sweep(
            Path file,
            Map<String, Double> settings,
            SweepRange range,
            Progress progress,
            CancellationToken token)
            throws WorkbenchException;

    /// Predicts a model to explain it.
    ///
    /// @throws org.unitscope.task.CancelledException when cancelled
    Explanations explanations(LoadedModel model, Progress progress, CancellationToken token);

    /// Reads a run folder.
    RunRecord readRun(Path folder) throws WorkbenchException, IOException;

    /// Reads a run folder to compare it, with the origins of a rewrite if it has any.
    ComparedRun readComparedRun(Path folder) throws WorkbenchException, IOException;

    /// Reads which tensors the user says are the same.
    TensorMapping readMapping(Path file) throws WorkbenchException, IOException;

    /// Writes a run folder.
    ///
    /// @param log what a scheme did to the run's model
    void writeRun(RunRecord run, Optional<RewriteLog> log, Path folder)
            throws WorkbenchException, IOException;

    /// Writes a model file: of a model that no scheme has rewritten its own text at some sizes,
    /// else the rewritten model, its blocks unrolled.
    ///
    /// @param sizes that replace those of the original's file
    /// @throws WorkbenchException if what would be written is no model
    void writeModel(SchemedModel model, Map<String, Double> sizes, Path file)
            throws WorkbenchException, IOException;

    /// What a report says of a run, or of runs held against the first.
    ///
    /// @throws WorkbenchException if they cannot be held against each other
    ReportData report(List<ComparedRun> runs) throws WorkbenchException;

    /// A report as PDF.
    byte[] pdf(ReportData report, ChartTheme theme) throws IOException;

    /// How many pages a PDF has.
    int pages(byte[] pdf) throws IOException;

    /// A page of a PDF as an image.
    ///
    /// @param index from 0
    /// @param scale pixels to a point
    BufferedImage page(byte[] pdf, int index, float scale) throws IOException;

    /// Writes a report in the form that the ending of the file asks for.
    void writeReport(ReportData report, ChartTheme theme, Path file) throws IOException;

    /// Writes a text file, as a table.
    void writeText(String text, Path file) throws IOException;

    /// Plans the fewest factors, behind the formats that the model itself asks for, and holds them
    /// against unit scaling.
    ///
    /// @throws WorkbenchException if there is no plan
    /// @throws org.unitscope.task.CancelledException when cancelled
    PlanResult plan(PlanEvidence evidence) throws WorkbenchException, IOException;

    /// Writes a planned model.
    ///
    /// @param remarks of the model as it was
    void writePlan(PlanResult plan, ModelRemarks remarks, Path file) throws IOException;

    /// Derives the factors of a function for N(0, 1).
    ///
    /// @throws FormulaException if it cannot be read
    DerivedFactors derive(Definition function) throws FormulaException;

    /// Draws numbers to check derived factors.
    SampledMoments check(DerivedFactors factors);

    /// Writes a rule file.
    ///
    /// @throws WorkbenchException if no operator can be made of the function
    void writeRule(Definition function, Path file) throws WorkbenchException, IOException;
}
