package org.unitscope.report.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import org.apache.batik.transcoder.ErrorHandler;
import org.apache.batik.transcoder.TranscoderException;
import org.apache.batik.transcoder.TranscoderInput;
import org.apache.batik.transcoder.TranscoderOutput;
import org.apache.batik.transcoder.image.PNGTranscoder;
import org.unitscope.report.charts.Svg;

/// A chart as PNG, at twice its size in pixels, set in the font of [ReportFonts].
public final class PngWriter {
    private static final float SCALE = 2;

    /// A name that no installed font has, so that none takes the place of ours.
    private static final String FAMILY = "unitscope-report";

    private PngWriter() {}

    /// The bytes of the file.
    ///
    /// @param svg an image that [Svg] has finished
    /// @param width of the image before it is enlarged
    /// @throws IOException if it cannot be drawn, which is an error of ours
    public static byte[] of(String svg, double width) throws IOException {
        int head = svg.indexOf('>') + 1;
        String styled =
                svg.substring(0, head).replace(Svg.FONTS, FAMILY)
                        + "<style>"
                        + face(false)
                        + face(true)
                        + "</style>"
                        + svg.substring(head);
        PNGTranscoder transcoder = new PNGTranscoder();
        transcoder.addTranscodingHint(PNGTranscoder.KEY_WIDTH, (float) width * SCALE);
        transcoder.setErrorHandler(new Strict());
        TranscoderInput input = new TranscoderInput(new StringReader(styled));
        // An image loads from where it lies, and from nowhere else.
        input.setURI(ReportFonts.file(false).toString());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            transcoder.transcode(input, new TranscoderOutput(bytes));
        } catch (TranscoderException broken) {
            throw new IOException("the chart cannot be drawn: " + broken.getMessage(), broken);
        }
        return bytes.toByteArray();
    }

    private static String face(boolean bold) {
        return "@font-face{font-family:'%s';font-weight:%s;src:url('%s')}"
                .formatted(FAMILY, bold ? "bold" : "normal", ReportFonts.file(bold));
    }

    /// A chart that is drawn in part, or in another font, is not drawn.
    private static final class Strict implements ErrorHandler {
        @Override
        public void error(TranscoderException wrong) throws TranscoderException {
            throw wrong;
        }

        @Override
        public void fatalError(TranscoderException wrong) throws TranscoderException {
            throw wrong;
        }

        @Override
        public void warning(TranscoderException harmless) {}
    }
}
