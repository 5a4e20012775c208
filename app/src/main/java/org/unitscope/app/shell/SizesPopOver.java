package org.unitscope.app.shell;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.PropertySheet;
import org.unitscope.app.session.Workbench;

/// The named sizes of the model as a property sheet; Apply opens the model again with them.
final class SizesPopOver {
    private final Workbench workbench;
    private final PopOver popOver = new PopOver();

    SizesPopOver(Workbench workbench) {
        this.workbench = workbench;
        popOver.setTitle("Model sizes");
        popOver.setHeaderAlwaysVisible(true);
        popOver.setDetachable(false);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
    }

    /// One size; whole numbers are edited as such.
    private static final class Size implements PropertySheet.Item {
        private final String name;
        private final double before;
        private Object value;

        Size(String name, double before) {
            this.name = name;
            this.before = before;
            boolean whole = before == Math.rint(before) && Math.abs(before) < 1e9;
            this.value = whole ? (Object) (int) before : (Object) before;
        }

        @Override
        public Class<?> getType() {
            return value.getClass();
        }

        @Override
        public String getCategory() {
            return "Sizes";
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getDescription() {
            return "The model's named size " + name;
        }

        @Override
        public Object getValue() {
            return value;
        }

        @Override
        public void setValue(Object changed) {
            value = changed;
        }

        @Override
        public Optional<ObservableValue<?>> getObservableValue() {
            return Optional.empty();
        }

        double number() {
            return ((Number) value).doubleValue();
        }

        boolean isChanged() {
            return number() != before;
        }
    }

    void show(javafx.scene.Node owner) {
        PropertySheet sheet = new PropertySheet();
        sheet.setSearchBoxVisible(false);
        sheet.setModeSwitcherVisible(false);
        workbench
                .modelProperty()
                .get()
                .ifPresent(model ->
                        model.graph()
                                .symbols()
                                .forEach((name, value) ->
                                        sheet.getItems().add(new Size(name, value))));
        Label note = new Label("Apply opens the model again with these sizes.");
        note.getStyleClass().add("caption");
        Button apply = new Button("Apply");
        apply.getStyleClass().add("accent");
        apply.setOnAction(event -> {
            popOver.hide();
            workbench.changeSizes(changed(sheet));
        });
        sheet.setPrefSize(340, Math.min(360, 44 + 42 * sheet.getItems().size()));
        VBox content = new VBox(8, sheet, note, apply);
        content.getStyleClass().add("popover-content");
        popOver.setContentNode(content);
        popOver.show(owner);
    }

    private static Map<String, Double> changed(PropertySheet sheet) {
        Map<String, Double> changed = new TreeMap<>();
        for (PropertySheet.Item item : sheet.getItems()) {
            if (item instanceof Size size && size.isChanged()) {
                changed.put(size.getName(), size.number());
            }
        }
        return changed;
    }
}
