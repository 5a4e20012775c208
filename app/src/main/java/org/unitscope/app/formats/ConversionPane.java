package org.unitscope.app.formats;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.layout.GridPane;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.unitscope.format.Conversion;
import org.unitscope.format.Overflow;
import org.unitscope.format.RoundingMode;
import org.unitscope.format.Subnormals;

/// The settings of a conversion, one below the other.
public final class ConversionPane extends GridPane {
    private static final int FIRST_RANDOM_BITS = 8;

    private final ObjectProperty<Conversion> conversion;
    private final ComboBox<RoundingMode.Kind> rounding =
            choices(List.of(RoundingMode.Kind.values()), RoundingMode.Kind::title);
    private final Label bitsName = new Label("Random bits");
    private final Spinner<Integer> bits =
            new Spinner<>(1, RoundingMode.MOST_RANDOM_BITS, FIRST_RANDOM_BITS);
    private final ComboBox<Overflow> overflow =
            choices(List.of(Overflow.values()), Overflow::title);
    private final ComboBox<Subnormals> subnormals =
            choices(List.of(Subnormals.values()), Subnormals::word);
    private boolean showing;

    /// A pane that starts with these settings.
    public ConversionPane(Conversion first) {
        conversion = new SimpleObjectProperty<>(first);
        getStyleClass().add("conversion");
        setHgap(10);
        setVgap(6);
        rounding.setId("rounding");
        overflow.setId("overflow");
        bits.setPrefWidth(90);
        addRow(0, new Label("Rounding"), rounding);
        addRow(1, bitsName, bits);
        addRow(2, new Label("Overflow"), overflow);
        addRow(3, new Label("Subnormals"), subnormals);
        conversion.subscribe(this::show);
        rounding.valueProperty().subscribe(kind -> change());
        bits.valueProperty().subscribe(count -> change());
        overflow.valueProperty().subscribe(rule -> change());
        subnormals.valueProperty().subscribe(rule -> change());
    }

    /// A box of choices that are shown in words.
    static <T> ComboBox<T> choices(List<T> all, Function<T, String> title) {
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(all);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(
                new StringConverter<T>() {
                    @Override
                    public String toString(@Nullable T choice) {
                        return choice == null ? "" : title.apply(choice);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        return box;
    }

    private void show(Conversion now) {
        showing = true;
        rounding.setValue(now.rounding().kind());
        overflow.setValue(now.overflow());
        subnormals.setValue(now.subnormals());
        boolean random = now.rounding().isStochastic();
        if (random) {
            bits.getValueFactory().setValue(now.rounding().randomBits());
        }
        bits.setVisible(random);
        bits.setManaged(random);
        bitsName.setVisible(random);
        bitsName.setManaged(random);
        showing = false;
    }

    private void change() {
        if (!showing) {
            RoundingMode.Kind kind = rounding.getValue();
            int randomBits = kind.isStochastic() ? bits.getValue() : 0;
            conversion.set(
                    new Conversion(
                            new RoundingMode(kind, randomBits),
                            overflow.getValue(),
                            subnormals.getValue()));
        }
    }

    /// The settings.
    public ObjectProperty<Conversion> conversionProperty() {
        return conversion;
    }
}
