package org.unitscope.operators;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// An equation of two inputs, `ab,bc->ac`, as a product of matrices: axes that both inputs and the
/// output have are batches, those of both inputs alone are summed, those of one input and the
/// output are its rows or columns.
///
/// @param left letters of the first input
/// @param right letters of the second
/// @param output letters of the result
/// @param extents of all letters
public record EinsumPlan(
        String left, String right, String output, Map<Character, Integer> extents) {
    private static final String RULE =
            "an equation names two inputs and the result by letters, as ab,bc->ac, every letter once"
                    + " in each";

    /// Copies the extents.
    public EinsumPlan {
        extents = Map.copyOf(extents);
    }

    /// The plan of an equation for inputs of these shapes.
    ///
    /// @throws ShapeException naming what does not fit
    public static EinsumPlan of(String equation, Shape first, Shape second) throws ShapeException {
        String text = equation.replace(" ", "");
        if (!text.matches("[a-z]+,[a-z]+->[a-z]*")) {
            throw new ShapeException(RULE + ", got '" + equation + "'");
        }
        String left = text.substring(0, text.indexOf(','));
        String right = text.substring(text.indexOf(',') + 1, text.indexOf('-'));
        String output = text.substring(text.indexOf('>') + 1);
        for (String letters : List.of(left, right, output)) {
            if (letters.chars().distinct().count() != letters.length()) {
                throw new ShapeException(RULE + ", got '" + equation + "'");
            }
        }
        Map<Character, Integer> extents = new HashMap<>();
        read(left, first, extents, equation);
        read(right, second, extents, equation);
        EinsumPlan plan = new EinsumPlan(left, right, output, extents);
        plan.require(equation);
        return plan;
    }

    private static void read(
            String letters, Shape shape, Map<Character, Integer> extents, String equation)
            throws ShapeException {
        if (letters.length() != shape.rank()) {
            throw new ShapeException(
                    "'%s' of '%s' needs one letter for each axis of %s"
                            .formatted(letters, equation, shape));
        }
        for (int axis = 0; axis < letters.length(); axis++) {
            Integer known = extents.putIfAbsent(letters.charAt(axis), shape.extent(axis));
            if (known != null && known != shape.extent(axis)) {
                throw new ShapeException(
                        "'%s' stands for one extent in '%s', got %d and %d"
                                .formatted(
                                        letters.charAt(axis), equation, known, shape.extent(axis)));
            }
        }
    }

    /// Every letter of the result is of an input, and one of one input alone is in the result.
    private void require(String equation) throws ShapeException {
        for (int i = 0; i < output.length(); i++) {
            char letter = output.charAt(i);
            if (!extents.containsKey(letter)) {
                throw new ShapeException(
                        "'%s' of the result is in no input of '%s'".formatted(letter, equation));
            }
        }
        String inputs = left + right;
        for (int i = 0; i < inputs.length(); i++) {
            char letter = inputs.charAt(i);
            boolean both = has(left, letter) && has(right, letter);
            if (!both && !has(output, letter)) {
                throw new ShapeException(
                        "'%s' is in one input of '%s' alone; sum over it first, or keep it"
                                .formatted(letter, equation));
            }
        }
    }

    private static boolean has(String letters, char letter) {
        return letters.indexOf(letter) >= 0;
    }

    private String letters(String of, boolean inLeft, boolean inRight, boolean inOutput) {
        return of.chars()
                .mapToObj(c -> (char) c)
                .filter(c ->
                        has(left, c) == inLeft
                                && has(right, c) == inRight
                                && has(output, c) == inOutput)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    /// Batch letters, in the order of the result.
    public String batch() {
        return letters(output, true, true, true);
    }

    /// Letters of the first input and the result, in the order of the result.
    public String rows() {
        return letters(output, true, false, true);
    }

    /// Letters of the second input and the result, in the order of the result.
    public String columns() {
        return letters(output, false, true, true);
    }

    /// Summed letters, in the order of the first input.
    public String summed() {
        return letters(left, true, true, false);
    }

    /// The shape of these letters.
    public Shape shape(String letters) {
        return Shape.of(letters.chars().map(c -> extents.get((char) c)).toArray());
    }

    /// How many elements these letters have.
    public int count(String letters) {
        return shape(letters).length();
    }

    /// A tensor of letters `from` with its axes in the order `to`, as matrices.
    public RealTensor arranged(
            RealTensor tensor, String from, String to, Shape as, Workers workers) {
        if (from.equals(to)) {
            return tensor.reshaped(as);
        }
        int[] strides = ElementMap.strides(tensor.shape());
        int[] moved = to.chars().map(c -> strides[from.indexOf(c)]).toArray();
        return new ElementMap(shape(to), 0, moved).take(tensor, workers).reshaped(as);
    }

    /// `[batches, rows, columns]` of three groups of letters.
    public Shape matrices(String batches, String rows, String columns) {
        return Shape.of(count(batches), count(rows), count(columns));
    }
}
