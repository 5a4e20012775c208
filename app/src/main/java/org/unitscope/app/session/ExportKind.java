package org.unitscope.app.session;

import java.util.stream.Collectors;
import org.unitscope.export.ExplorerGraph;
import org.unitscope.export.ExplorerNodeData;
import org.unitscope.export.NetronAttachment;
import org.unitscope.graph.Graph;
import org.unitscope.graph.Role;
import org.unitscope.report.FactorTable;
import org.unitscope.report.ScaleListing;
import org.unitscope.run.RunRecord;
import org.unitscope.transform.SchemedModel;

/// What is written of a run for other tools, as the command line writes it.
public enum ExportKind {
    /// An attachment to drop onto the model in Netron.
    NETRON("Netron Attachment…", "netron.json"),
    /// The flushed share of every activation's gradient, as custom node data of Model Explorer.
    NODE_DATA("Model Explorer Node Data…", "flushed.json"),
    /// The model as a graph of Model Explorer.
    GRAPH("Model Explorer Graph…", "graph.json"),
    /// Every node with `(-> forward std, <- backward std)`.
    LISTING("Annotated Listing…", "listing.txt"),
    /// The factors of the scheme.
    FACTORS("Factors of the Scheme…", "factors.csv");

    private static final String FLUSHED = "underflow_fraction";

    private final String title;
    private final String ending;

    ExportKind(String title, String ending) {
        this.title = title;
        this.ending = ending;
    }

    /// How a menu calls it.
    public String title() {
        return title;
    }

    /// A file name for it.
    public String fileName(String model) {
        return model + "-" + ending;
    }

    /// Whether it tells of the scheme, so that there must be one.
    public boolean needsScheme() {
        return this == FACTORS;
    }

    /// What the file holds.
    ///
    /// @param model that the run is of
    String text(RunRecord run, SchemedModel model) {
        Graph graph = model.model().graph();
        return switch (this) {
            case NETRON -> NetronAttachment.of(run);
            case NODE_DATA -> ExplorerNodeData.of(run, Role.ACTIVATION_GRADIENT, FLUSHED);
            case GRAPH -> ExplorerGraph.of(run, graph);
            case LISTING ->
                    ScaleListing.of(
                                    graph,
                                    run.measuredCount() > 0
                                            ? run.sampledMoments()
                                            : run.predictedMoments())
                            .stream()
                            .collect(Collectors.joining("\n", "", "\n"));
            case FACTORS -> FactorTable.csv(model.log());
        };
    }
}
