package org.unitscope.app;

import static org.unitscope.app.ScreenshotTool.onFx;

import java.util.List;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import org.unitscope.app.session.Workbench;
import org.unitscope.app.shell.WorkbenchView;
import org.unitscope.graph.OutputRef;
import org.unitscope.graph.Role;
import org.unitscope.graph.TensorKey;

/// Pictures of the explanation of some tensors of an open model.
final class ExplanationPictures {
    /// Takes a picture of the window.
    interface Camera {
        void take(String name) throws Exception;
    }

    private final Workbench workbench;
    private final WorkbenchView view;
    private final Camera camera;

    ExplanationPictures(Workbench workbench, WorkbenchView view, Camera camera) {
        this.workbench = workbench;
        this.view = view;
        this.camera = camera;
    }

    /// One from the top and one from the bottom of each explanation.
    ///
    /// @param tensors path and role, separated by a space
    void take(String name, List<String> tensors) throws Exception {
        show(1);
        for (String tensor : tensors) {
            String[] parts = tensor.split(" ", -1);
            TensorKey key = new TensorKey(OutputRef.of(parts[0]), Role.ofSymbol(parts[1]));
            onFx(() -> {
                workbench.selection().select(key);
                return "";
            });
            Thread.sleep(4000);
            scroll(0);
            camera.take(name + "-why-" + tensor.replace(' ', '-'));
            scroll(1);
            camera.take(name + "-why-" + tensor.replace(' ', '-') + "-end");
        }
        show(0);
    }

    private void show(int tab) throws Exception {
        onFx(() -> {
            ((TabPane) view.lookup("#inspector-tabs")).getSelectionModel().select(tab);
            return "";
        });
    }

    private void scroll(double to) throws Exception {
        onFx(() -> {
            ((ScrollPane) view.lookup("#explanation").getParent().getParent().getParent())
                    .setVvalue(to);
            return "";
        });
    }
}
