package org.unitscope.app.plan;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import org.unitscope.app.text.RoleSign;
import org.unitscope.graph.Role;
import org.unitscope.report.plan.PlanResult;

/// The model as it is, the plan and unit scaling side by side: factors, and tensors outside their
/// formats.
final class PlanGrid extends GridPane {
    private static final List<Role> ROLES =
            List.of(Role.WEIGHT, Role.ACTIVATION, Role.ACTIVATION_GRADIENT, Role.WEIGHT_GRADIENT);
    private static final int FIRST_ROLE = 5;

    PlanGrid() {
        setId("plan-grid");
        getStyleClass().add("plan-grid");
        setHgap(22);
        setVgap(4);
    }

    void show(PlanResult result) {
        getChildren().clear();
        head(1, "factors", "Numbers that a training step multiplies by, in both passes");
        head(2, "forward", "Of results, operands and inputs; their gradients follow");
        head(3, "backward", "Of gradients that are not the derivative: on cut edges only");
        head(4, "weights", "Parameters that start from a multiple of their law; no factor");
        for (int i = 0; i < ROLES.size(); i++) {
            Role role = ROLES.get(i);
            head(
                    FIRST_ROLE + i,
                    RoleSign.of(role) + " " + role.symbol() + " outside",
                    "Tensors outside their format: " + role.title());
        }
        int row = 1;
        for (var line : result.rows().entrySet()) {
            boolean isPlan = line.getKey().equals("plan");
            Label name = new Label(line.getKey());
            name.getStyleClass().add(isPlan ? "plan-row" : "caption");
            add(name, 0, row);
            var count = line.getValue().count();
            number(1, row, count.factors(), isPlan);
            number(2, row, count.forward(), isPlan);
            number(3, row, count.backward(), isPlan);
            number(4, row, count.parameters(), isPlan);
            for (int i = 0; i < ROLES.size(); i++) {
                number(FIRST_ROLE + i, row, line.getValue().outside(ROLES.get(i)), isPlan);
            }
            row++;
        }
    }

    private void head(int column, String text, String meaning) {
        Label label = new Label(text);
        label.getStyleClass().addAll("caption", "plan-number");
        label.setMaxWidth(Double.MAX_VALUE);
        label.setTooltip(new Tooltip(meaning));
        add(label, column, 0);
    }

    private void number(int column, int row, long value, boolean isPlan) {
        Label label = new Label(Long.toString(value));
        label.getStyleClass().add("plan-number");
        label.setMaxWidth(Double.MAX_VALUE);
        if (isPlan) {
            label.getStyleClass().add("plan-row");
        }
        if (column >= FIRST_ROLE && value > 0) {
            label.getStyleClass().add("plan-outside");
        }
        add(label, column, row);
    }
}
