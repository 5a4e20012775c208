package org.unitscope.app.selection;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.unitscope.graph.TensorKey;

/// The one selected tensor of a window. Every view writes here when the user picks a tensor and
/// follows what others wrote; FX thread only.
public final class SelectionModel {
    private final ReadOnlyObjectWrapper<Optional<TensorKey>> selected =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// The selected tensor, empty when nothing is selected.
    public ReadOnlyObjectProperty<Optional<TensorKey>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// The selected tensor, empty when nothing is selected.
    public Optional<TensorKey> selected() {
        return selected.get();
    }

    /// Selects one tensor.
    public void select(TensorKey key) {
        if (!selected.get().equals(Optional.of(key))) {
            selected.set(Optional.of(key));
        }
    }

    /// Selects nothing.
    public void clear() {
        selected.set(Optional.empty());
    }
}
