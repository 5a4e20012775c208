package org.unitscope.app.formats;

import java.util.List;
import java.util.function.UnaryOperator;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.unitscope.app.formats.FormatEditorViewModel.State;
import org.unitscope.format.SpecialValues;

/// The parameters of the format that is open.
final class FormatFields extends FlowPane {
    private final FormatEditorViewModel model;
    private final CheckBox sign = new CheckBox("sign");
    private final Spinner<Integer> exponent = spinner("format-exponent", 0, 9, 74);
    private final Spinner<Integer> mantissa = spinner("format-mantissa", 0, 24, 74);
    private final Spinner<Integer> bias = spinner("format-bias", -300, 300, 88);
    private final Button usualBias = new Button();
    private final ComboBox<SpecialValues> specials =
            ConversionPane.choices(List.of(SpecialValues.values()), SpecialValues::title);
    private final CheckBox zero = new CheckBox("has zero");
    private boolean showing;

    FormatFields(FormatEditorViewModel model) {
        super(16, 8);
        this.model = model;
        getStyleClass().add("format-fields");
        sign.setId("format-sign");
        zero.setId("format-zero");
        zero.setTooltip(
                new Tooltip(
                        "Off: exponent field 0 holds normal numbers, as in E8M0;\n"
                                + "no zero and no subnormals"));
        specials.setId("format-specials");
        usualBias.setId("format-usual-bias");
        usualBias.setTooltip(new Tooltip("The bias of IEEE 754 for this exponent: 2^(e-1) − 1"));
        usualBias.setOnAction(event -> edit(draft -> draft.withBias(draft.usualBias())));
        usualBias.setMinWidth(Region.USE_PREF_SIZE);
        getChildren()
                .setAll(
                        field("", sign),
                        field("exponent bits", exponent),
                        field("mantissa bits", mantissa),
                        field("bias", bias, usualBias),
                        field("special values", specials),
                        field("", zero));
        sign.selectedProperty().subscribe(on -> edit(draft -> draft.withSigned(on)));
        exponent.valueProperty().subscribe(bits -> edit(draft -> draft.withExponentBits(bits)));
        mantissa.valueProperty().subscribe(bits -> edit(draft -> draft.withMantissaBits(bits)));
        bias.valueProperty().subscribe(number -> edit(draft -> draft.withBias(number)));
        specials.valueProperty().subscribe(choice -> edit(draft -> draft.withSpecials(choice)));
        zero.selectedProperty().subscribe(on -> edit(draft -> draft.withZero(on)));
        model.stateProperty().subscribe(this::show);
    }

    private static Spinner<Integer> spinner(String id, int least, int most, double width) {
        Spinner<Integer> spinner = new Spinner<>(least, most, 0);
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.setPrefWidth(width);
        // What is not a number is dropped when the field is left.
        spinner.getValueFactory().setConverter(new WholeNumber(spinner));
        return spinner;
    }

    private static HBox field(String name, Node... controls) {
        HBox box = new HBox(6);
        box.setAlignment(Pos.CENTER_LEFT);
        if (!name.isEmpty()) {
            Label label = new Label(name);
            label.getStyleClass().add("caption");
            label.setLabelFor(controls[0]);
            label.setMinWidth(Region.USE_PREF_SIZE);
            box.getChildren().add(label);
        }
        box.getChildren().addAll(controls);
        return box;
    }

    private void edit(UnaryOperator<FormatDraft> change) {
        if (!showing) {
            model.edit(change.apply(model.stateProperty().get().draft()));
        }
    }

    private void show(State state) {
        showing = true;
        FormatDraft draft = state.draft();
        sign.setSelected(draft.signed());
        exponent.getValueFactory().setValue(draft.exponentBits());
        mantissa.getValueFactory().setValue(draft.mantissaBits());
        bias.getValueFactory().setValue(draft.bias());
        specials.setValue(draft.specials());
        zero.setSelected(draft.hasZero());
        usualBias.setText("Reset to " + draft.usualBias());
        for (Node field : getChildren()) {
            field.setDisable(state.isLocked());
        }
        usualBias.setDisable(draft.bias() == draft.usualBias());
        showing = false;
    }
}
