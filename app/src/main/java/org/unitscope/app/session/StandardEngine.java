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
import org.unitscope.importer.json.JsonModelWriter;
import org.unitscope.importer.json.JsonModels;
import org.unitscope.importer.json.ModelVariants;
import org.unitscope.importer.json.OperatorFiles;
import org.unitscope.operators.OperatorCatalogue;
import org.unitscope.report.charts.ChartTheme;
import org.unitscope.report.data.ReportData;
import org.unitscope.report.output.PdfWriter;
import org.unitscope.report.output.ReportDocument;
import org.unitscope.report.plan.PlanEvidence;
import org.unitscope.report.plan.PlanResult;
import org.unitscope.run.AtomicFiles;
import org.unitscope.run.RunRecord;
import org.unitscope.run.RunRequest;
import org.unitscope.run.RunStore;
import org.unitscope.run.Runs;
import org.unitscope.sampling.PrecisionRecipe;
import org.unitscope.sweep.ScaleLaws;
import org.unitscope.sweep.SweepRange;
import org.unitscope.task.CancellationToken;
import org.unitscope.task.Progress;
import org.unitscope.task.WorkbenchException;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.SchemedModel;

/// The engines of this program, on all processors.
///
/// @param catalogue the operators that models may use
public record StandardEngine(OperatorCatalogue catalogue) implements Engine {
    private static final int DRAWN = 1 << 18;

    @Override
    public LoadedModel load(Path file, Map<String, Double> sizes) throws WorkbenchException {
        LoadedModel model = JsonModels.load(file, sizes, catalogue);
        PrecisionRecipe.unrounded().behind(model.remarks().formats());
        return model;
    }

    @Override
    public SchemedModel apply(LoadedModel original, String scheme) throws WorkbenchException {
        return SchemedModel.of(original, scheme, catalogue);
    }

    @Override
    public RunRecord execute(
            LoadedModel model,
            PrecisionRecipe recipe,
            long seed,
            boolean sample,
            Progress progress,
            CancellationToken token) {
        int threads = Runtime.getRuntime().availableProcessors();
        return Runs.execute(
                new RunRequest(model, behind(model, recipe), seed, sample, threads),
                catalogue,
                progress,
                token);
    }

    /// The exceptions of a model were read when it was loaded.
    private static PrecisionRecipe behind(LoadedModel model, PrecisionRecipe recipe) {
        try {
            return recipe.behind(model.remarks().formats());
        } catch (WorkbenchException wrong) {
            throw new IllegalStateException("formats were checked on loading", wrong);
        }
    }

    @Override
    public ScaleLaws sweep(
            Path file,
            Map<String, Double> settings,
            SweepRange range,
            Progress progress,
            CancellationToken token)
            throws WorkbenchException {
        return ScaleLaws.compute(file, settings, range, catalogue, progress, token);
    }

    @Override
    public Explanations explanations(
            LoadedModel model, Progress progress, CancellationToken token) {
        return Explanations.of(model.graph(), catalogue, progress, token);
    }

    @Override
    public RunRecord readRun(Path folder) throws WorkbenchException, IOException {
        return RunStore.read(folder);
    }

    @Override
    public ComparedRun readComparedRun(Path folder) throws WorkbenchException, IOException {
        return ComparedRun.read(folder);
    }

    @Override
    public TensorMapping readMapping(Path file) throws WorkbenchException, IOException {
        return TensorMapping.read(file);
    }

    @Override
    public void writeRun(RunRecord run, Optional<RewriteLog> log, Path folder)
            throws WorkbenchException, IOException {
        if (!RunStore.isFree(folder)) {
            throw new WorkbenchException(
                    folder.toString(),
                    "holds other files, a run needs a folder of its own; choose an empty folder or"
                            + " an earlier run");
        }
        RunStore.write(run, log, folder);
    }

    @Override
    public void writeModel(SchemedModel model, Map<String, Double> sizes, Path file)
            throws WorkbenchException, IOException {
        boolean plain = model.model().equals(model.original());
        AtomicFiles.write(
                file,
                plain
                        ? ModelVariants.text(model.original().file(), sizes, file, "", catalogue)
                        : JsonModelWriter.text(
                                model.model().graph(), model.model().remarks(), catalogue));
    }

    @Override
    public ReportData report(List<ComparedRun> runs) throws WorkbenchException {
        return ReportData.of(runs, TensorMapping.NONE);
    }

    @Override
    public byte[] pdf(ReportData report, ChartTheme theme) throws IOException {
        return PdfWriter.of(report, theme);
    }

    @Override
    public int pages(byte[] pdf) throws IOException {
        return PdfPages.count(pdf);
    }

    @Override
    public BufferedImage page(byte[] pdf, int index, float scale) throws IOException {
        return PdfPages.image(pdf, index, scale);
    }

    @Override
    public void writeReport(ReportData report, ChartTheme theme, Path file) throws IOException {
        AtomicFiles.write(file, ReportDocument.of(report, file, theme));
    }

    @Override
    public void writeText(String text, Path file) throws IOException {
        AtomicFiles.write(file, text);
    }

    @Override
    public PlanResult plan(PlanEvidence evidence) throws WorkbenchException, IOException {
        return PlanResult.of(evidence.with(behind(evidence.model(), evidence.recipe())), false);
    }

    @Override
    public void writePlan(PlanResult plan, ModelRemarks remarks, Path file) throws IOException {
        AtomicFiles.write(file, JsonModelWriter.text(plan.plan().graph(), remarks, catalogue));
    }

    @Override
    public DerivedFactors derive(Definition function) throws FormulaException {
        return DerivedFactors.of(function, 0, 1);
    }

    @Override
    public SampledMoments check(DerivedFactors factors) {
        return SampledMoments.of(factors, DRAWN, 1);
    }

    @Override
    public void writeRule(Definition function, Path file) throws WorkbenchException, IOException {
        AtomicFiles.write(
                file,
                OperatorFiles.text(
                        function,
                        OperatorFiles.requireUsable(function, catalogue, "the rule file")));
    }
}
