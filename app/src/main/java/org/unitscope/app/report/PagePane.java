package org.unitscope.app.report;

import java.awt.image.BufferedImage;
import java.util.Optional;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;

/// A page as wide as the pane.
final class PagePane extends ScrollPane {
    private static final double MARGIN = 14;

    private final ImageView view = new ImageView();

    PagePane(ReportViewModel model) {
        setId("report-page");
        getStyleClass().add("report-page");
        setFitToWidth(true);
        setFitToHeight(true);
        view.setPreserveRatio(true);
        view.setSmooth(true);
        StackPane paper = new StackPane(view);
        paper.getStyleClass().add("report-desk");
        setContent(paper);
        viewportBoundsProperty()
                .subscribe(bounds -> view.setFitWidth(Math.max(1, bounds.getWidth() - 2 * MARGIN)));
        model.imageProperty().subscribe(this::show);
        model.pageProperty()
                .subscribe(number -> setAccessibleText("Page %d".formatted(number.intValue() + 1)));
    }

    private void show(Optional<BufferedImage> drawn) {
        view.setImage(drawn.map(PagePane::image).orElse(null));
        setVvalue(0);
    }

    private static WritableImage image(BufferedImage drawn) {
        int width = drawn.getWidth();
        int height = drawn.getHeight();
        int[] pixels = drawn.getRGB(0, 0, width, height, null, 0, width);
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter()
                .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return image;
    }
}
