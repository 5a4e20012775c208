package org.unitscope.app.derive;

import java.util.HashMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

/// A field for every number that the formula needs.
final class ParameterFields extends FlowPane {
    private final Map<String, Node> made = new HashMap<>();

    /// @param changed called when a number is typed
    ParameterFields(DeriveViewModel model, Runnable changed) {
        super(14, 6);
        model.parametersProperty()
                .subscribe(names -> {
                    getChildren()
                            .setAll(
                                    names.stream()
                                            .map(name ->
                                                    made.computeIfAbsent(
                                                            name,
                                                            key -> field(model, key, changed)))
                                            .toList());
                    setVisible(!names.isEmpty());
                    setManaged(!names.isEmpty());
                });
    }

    private static Node field(DeriveViewModel model, String name, Runnable changed) {
        TextField number = new TextField();
        number.setId("parameter-" + name);
        number.setPrefColumnCount(8);
        number.textProperty().bindBidirectional(model.value(name));
        number.textProperty().subscribe((before, now) -> changed.run());
        Label label = new Label(name + " =");
        label.setLabelFor(number);
        HBox field = new HBox(6, label, number);
        field.setAlignment(Pos.CENTER_LEFT);
        return field;
    }
}
