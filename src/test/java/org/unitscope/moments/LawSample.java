package org.unitscope.moments;

import java.util.Map;
import java.util.TreeMap;
import org.unitscope.statistics.ElementLaw;
import org.unitscope.statistics.OctaveHistogram;

/// Numbers drawn, to be held against a law.
public final class LawSample {
    private final Map<Integer, Long> octaves = new TreeMap<>();
    private long zeros;
    private double squares;
    private double fourths;
    private long count;

    /// Takes numbers.
    public void add(double... values) {
        for (double value : values) {
            count++;
            squares += value * value;
            fourths += value * value * value * value;
            if ((float) value == 0) {
                zeros++;
            } else {
                octaves.merge(OctaveHistogram.octaveOf((float) value), 1L, Long::sum);
            }
        }
    }

    /// Half the sum of differences of octave shares.
    public double totalVariation(ElementLaw law) {
        return law.totalVariation(OctaveHistogram.of(octaves, zeros, 0, 0));
    }

    /// Mean square.
    public double second() {
        return squares / count;
    }

    /// Fourth moment over the squared second.
    public double kurtosis() {
        return fourths / count / second() / second();
    }

    /// Share of zeros.
    public double zero() {
        return (double) zeros / count;
    }
}
