package org.unitscope.report.output;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;

/// The font that PDF and PNG are set in: it comes with the program, so that what a machine has
/// installed changes nothing. See `LICENSE.txt` beside the files.
final class ReportFonts {
    /// Name of the family.
    static final String FAMILY = "DejaVu Sans Condensed";

    private static final String FOLDER = "/org/unitscope/report/fonts/";

    private ReportFonts() {}

    /// The file of a weight.
    static URL file(boolean bold) {
        String name = bold ? "DejaVuSansCondensed-Bold.ttf" : "DejaVuSansCondensed.ttf";
        return Objects.requireNonNull(
                ReportFonts.class.getResource(FOLDER + name), "the font is missing from the jar");
    }

    /// The bytes of a weight.
    static InputStream open(boolean bold) {
        try (InputStream stream = file(bold).openStream()) {
            return new ByteArrayInputStream(stream.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException("the font cannot be read from the jar", broken);
        }
    }
}
