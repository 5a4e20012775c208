package org.unitscope.app.tasks;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What the status bar shows of a running call.
public final class TaskStatus {
    private final BooleanProperty busy = new SimpleBooleanProperty(false);
    private final StringProperty text = new SimpleStringProperty("");
    private final DoubleProperty progress = new SimpleDoubleProperty(0);

    /// Whether a call is running.
    public BooleanProperty busyProperty() {
        return busy;
    }

    /// What it is doing.
    public StringProperty textProperty() {
        return text;
    }

    /// How far it is, 0 to 1; negative if that is not known.
    public DoubleProperty progressProperty() {
        return progress;
    }
}
