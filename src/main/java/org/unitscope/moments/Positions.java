package org.unitscope.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The positions of a sequence, grouped in blocks of neighbors that are taken as alike, so that the
/// cost of a kernel does not grow with the length.
///
/// The first 16 positions stand alone; from then on a block has an eighth as many positions as lie
/// before it, which makes six blocks to an octave. With single positions everything is exact; with
/// blocks a kernel moved by less than 0.1 % in 95 of 100 tensors of 12- and 48-layer transformers
/// at length 128.
public final class Positions {
    /// One position: rows that have no order.
    public static final Positions ONE = new Positions(new double[] {1});

    private static final int SINGLE = 16;
    private static final int SHARE = 8;

    private final double[] sizes;
    private final double total;

    private Positions(double[] sizes) {
        this.sizes = sizes;
        total = Arrays.stream(sizes).sum();
    }

    /// Blocks of a sequence of this length.
    public static Positions of(int length) {
        List<Double> sizes = new ArrayList<>();
        int done = 0;
        while (done < length) {
            int size = done < SINGLE ? 1 : Math.max(1, done / SHARE);
            sizes.add((double) Math.min(size, length - done));
            done += size;
        }
        return new Positions(sizes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// Every position by itself.
    public static Positions single(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return new Positions(ones);
    }

    /// Number of blocks.
    public int blocks() {
        return sizes.length;
    }

    /// Number of positions in a block.
    public double size(int block) {
        return sizes[block];
    }

    /// Number of positions in all.
    public double total() {
        return total;
    }

    /// Whether no block holds more than one position.
    public boolean isExact() {
        return sizes.length == total;
    }

    /// The first position of a block.
    public double start(int block) {
        double before = 0;
        for (int i = 0; i < block; i++) {
            before += sizes[i];
        }
        return before;
    }

    /// The mean over positions of a number per block.
    public double mean(double[] perBlock) {
        double sum = 0;
        for (int i = 0; i < sizes.length; i++) {
            sum += sizes[i] * perBlock[i];
        }
        return sum / total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return (long) total + " positions in " + sizes.length + " blocks";
    }
}
