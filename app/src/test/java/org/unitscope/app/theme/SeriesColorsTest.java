package org.unitscope.app.theme;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The claims of the class, with matrices of Machado, Oliveira and Fernandes, "A physiologically
/// based model for simulation of color vision deficiency" (2009), severity 1, on linear RGB.
class SeriesColorsTest {
    private static final double[][][] VISIONS = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {
            {0.152286, 1.052583, -0.204868},
            {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}
        },
        {
            {0.367322, 0.860646, -0.227968},
            {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}
        },
        {
            {1.255528, -0.076749, -0.178779},
            {-0.078411, 0.930809, 0.147602},
            {0.004733, 0.691367, 0.303900}
        }
    };

    @ParameterizedTest
    @EnumSource(Theme.class)
    void linesAreToldApartByEveryVision(Theme theme) {
        SeriesColors colors = SeriesColors.of(theme.palette());
        for (double[][] vision : VISIONS) {
            for (int i = 0; i < SeriesColors.COUNT; i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(difference(colors.at(i), colors.at(j), vision))
                            .as("lines %d and %d", i, j)
                            .isGreaterThanOrEqualTo(20);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void linesStandOutFromTheBackground(Theme theme) {
        Palette palette = theme.palette();
        for (int i = 0; i < SeriesColors.COUNT; i++) {
            double a = luminance(SeriesColors.of(palette).at(i));
            double b = luminance(palette.background());
            assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                    .as("line %d", i)
                    .isGreaterThanOrEqualTo(3);
        }
    }

    private static double[] linear(Color color) {
        return new double[] {
            linear(color.getRed()), linear(color.getGreen()), linear(color.getBlue())
        };
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static double luminance(Color color) {
        double[] rgb = linear(color);
        return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    }

    private static double difference(Color a, Color b, double[][] vision) {
        double[] x = lab(multiply(vision, linear(a)));
        double[] y = lab(multiply(vision, linear(b)));
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }

    private static double[] multiply(double[][] matrix, double[] rgb) {
        double[] result = new double[3];
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
                sum += matrix[i][j] * rgb[j];
            }
            result[i] = Math.clamp(sum, 0, 1);
        }
        return result;
    }

    /// CIE L*a*b* under D65.
    private static double[] lab(double[] rgb) {
        double x = f((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047);
        double y = f(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        double z = f((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double f(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : 841.0 / 108 * t + 4.0 / 29;
    }
}
