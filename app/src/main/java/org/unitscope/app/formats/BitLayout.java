package org.unitscope.app.formats;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The bits of a code, the highest first: `s eeee mmm`.
final class BitLayout extends HBox {
    private static final int MOST_BOXES = 40;

    BitLayout() {
        super(6);
        getStyleClass().add("bit-layout");
        setAlignment(Pos.CENTER_LEFT);
        setMinHeight(Region.USE_PREF_SIZE);
    }

    void show(FormatDraft draft, boolean integer) {
        getChildren().clear();
        if (integer) {
            add("i", "two's complement", draft.mantissaBits() + 1, "bit-mantissa");
        } else {
            add("s", "sign", draft.signed() ? 1 : 0, "bit-sign");
            add("e", "exponent", draft.exponentBits(), "bit-exponent");
            add("m", "mantissa", draft.mantissaBits(), "bit-mantissa");
        }
    }

    private void add(String letter, String name, int bits, String style) {
        if (bits <= 0) {
            return;
        }
        HBox boxes = new HBox();
        for (int i = 0; i < Math.min(bits, MOST_BOXES); i++) {
            Label box = new Label(letter);
            box.getStyleClass().addAll("bit", style);
            boxes.getChildren().add(box);
        }
        Label caption = new Label(bits == 1 ? name : name + " " + bits);
        caption.getStyleClass().add("caption");
        VBox group = new VBox(1, boxes, caption);
        group.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().add(group);
    }
}
