package org.unitscope.app.factors;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.unitscope.app.selection.SelectionModel;
import org.unitscope.report.RewriteText;
import org.unitscope.transform.RewriteLog;
import org.unitscope.transform.SchemedModel;

/// Lines about the node of the selected tensor: its factors with formulas, edges, cycles, costs and
/// reasons; or one line that says why there are none.
public final class FactorsViewModel {
    private final ReadOnlyObjectProperty<Optional<SchemedModel>> model;
    private final SelectionModel selection;
    private final ReadOnlyObjectWrapper<List<String>> lines =
            new ReadOnlyObjectWrapper<>(List.of());

    /// Follows the model and the selection.
    public FactorsViewModel(
            ReadOnlyObjectProperty<Optional<SchemedModel>> model, SelectionModel selection) {
        this.model = model;
        this.selection = selection;
        model.subscribe(ignored -> update());
        selection.selectedProperty().subscribe(ignored -> update());
    }

    private void update() {
        lines.set(lines());
    }

    private List<String> lines() {
        if (model.get().isEmpty()) {
            return List.of("Analyze first: a run opened from its folder has no factors.");
        }
        RewriteLog log = model.get().get().log();
        if (model.get().get().model().scheme().isEmpty()) {
            return List.of("The model is as it was read. Choose a scheme to rewrite it.");
        }
        if (selection.selected().isEmpty()) {
            return List.of("Select a tensor.");
        }
        String node = selection.selected().get().tensor().node();
        return log.node(node)
                .map(RewriteText::explain)
                .or(() -> weight(log, node))
                .orElseGet(() -> List.of("'" + node + "' has no factors in " + log.scheme() + "."));
    }

    private static Optional<List<String>> weight(RewriteLog log, String path) {
        return log.weights().stream()
                .filter(weight -> weight.path().equals(path))
                .findFirst()
                .map(weight ->
                        List.of(
                                path + " (parameter)",
                                "  from " + weight.from(),
                                "  to " + weight.to(),
                                "  gradient is %.4g times the derivative"
                                        .formatted(log.ratios().getOrDefault(path, Double.NaN))));
    }

    /// What to show.
    public ReadOnlyObjectProperty<List<String>> linesProperty() {
        return lines.getReadOnlyProperty();
    }
}
