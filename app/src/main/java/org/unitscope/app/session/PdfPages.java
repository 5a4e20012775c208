package org.unitscope.app.session;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/// The pages of a PDF as images, to look at a report before it is written.
final class PdfPages {
    private PdfPages() {}

    /// How many there are.
    ///
    /// @throws IOException if it is no PDF
    static int count(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return document.getNumberOfPages();
        }
    }

    /// A page.
    ///
    /// @param index from 0
    /// @param scale pixels to a point of 1/72 inch
    /// @throws IOException if it is no PDF
    static BufferedImage image(byte[] pdf, int index, float scale) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFRenderer(document).renderImage(index, scale, ImageType.RGB);
        }
    }
}
