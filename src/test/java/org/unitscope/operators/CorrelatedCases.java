package org.unitscope.operators;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unitscope.graph.IndexLaw;
import org.unitscope.moments.CorrelatedRows;
import org.unitscope.operators.CorrelatedCase.Given;
import org.unitscope.operators.CorrelatedCase.Given.Index;
import org.unitscope.operators.CorrelatedCase.Given.Parameter;
import org.unitscope.operators.CorrelatedCase.Given.Rows;
import org.unitscope.tensor.Shape;

/// What rules are sampled with on correlated rows.
final class CorrelatedCases {
    private static final int SEQUENCES = 3;
    private static final int LENGTH = 5;
    private static final int WIDTH = 32;
    private static final Shape SHAPE = Shape.of(SEQUENCES, LENGTH, WIDTH);

    private static final CorrelatedRows EVEN = CorrelatedRows.even(LENGTH, 0, 1, 0.2, 0.3);
    private static final CorrelatedRows VARIED = CorrelatedRows.varied(LENGTH, 0, 1);
    private static final CorrelatedRows LIFTED = CorrelatedRows.varied(LENGTH, 0.7, 1);
    private static final CorrelatedRows PULL = CorrelatedRows.varied(LENGTH, 0, 2);
    private static final CorrelatedRows EVEN_PULL = CorrelatedRows.even(LENGTH, 0, 0.5, 0.1, 0.4);
    private static final CorrelatedRows LIFTED_PULL =
            CorrelatedRows.even(LENGTH, -0.3, 1, 0.3, 0.1);

    private CorrelatedCases() {}

    static Map<String, CorrelatedCase> all() {
        Map<String, CorrelatedCase> cases = new LinkedHashMap<>();
        linear(cases);
        sums(cases);
        products(cases);
        unary(cases);
        norms(cases);
        embeddings(cases);
        losses(cases);
        heads(cases);
        shapes(cases);
        rotations(cases);
        parts(cases);
        return cases;
    }

    private static Rows rows(CorrelatedRows rows) {
        return new Rows(SHAPE, rows);
    }

    private static CorrelatedCase exact(
            String operator, Map<String, Object> attributes, CorrelatedRows pull, Given... inputs) {
        return within(0, operator, attributes, pull, inputs);
    }

    private static CorrelatedCase within(
            double bias,
            String operator,
            Map<String, Object> attributes,
            CorrelatedRows pull,
            Given... inputs) {
        return new CorrelatedCase(operator, attributes, List.of(inputs), Optional.of(pull), bias);
    }

    private static void linear(Map<String, CorrelatedCase> cases) {
        Parameter weight = new Parameter(Shape.of(24, WIDTH), 0, 0.2);
        Parameter lifted = new Parameter(Shape.of(24, WIDTH), 0.1, 0.2);
        Parameter bias = new Parameter(Shape.of(24), 0.3, 0.5);
        cases.put("linear", exact("linear", Map.of(), PULL, rows(EVEN), weight));
        cases.put("linear, varied", exact("linear", Map.of(), EVEN_PULL, rows(VARIED), weight));
        cases.put("linear, bias", exact("linear", Map.of(), PULL, rows(VARIED), weight, bias));
        cases.put(
                "linear, means",
                exact("linear", Map.of(), LIFTED_PULL, rows(LIFTED), lifted, bias));
    }

    private static void sums(Map<String, CorrelatedCase> cases) {
        Rows table = new Rows(Shape.of(LENGTH, WIDTH), VARIED);
        Parameter row = new Parameter(Shape.of(WIDTH), 0.4, 0.6);
        cases.put("add", exact("add", Map.of(), PULL, rows(EVEN), rows(LIFTED)));
        cases.put("add, means", exact("add", Map.of(), LIFTED_PULL, rows(LIFTED), rows(LIFTED)));
        cases.put("add, places", exact("add", Map.of(), PULL, rows(EVEN), table));
        cases.put("add, places first", exact("add", Map.of(), LIFTED_PULL, table, rows(LIFTED)));
        cases.put("add, one row", exact("add", Map.of(), LIFTED_PULL, rows(LIFTED), row));
    }

    private static void products(Map<String, CorrelatedCase> cases) {
        Rows table = new Rows(Shape.of(LENGTH, WIDTH), LIFTED);
        Parameter row = new Parameter(Shape.of(WIDTH), 0.4, 0.6);
        cases.put("multiply", exact("multiply", Map.of(), PULL, rows(EVEN), rows(VARIED)));
        cases.put(
                "multiply, means",
                exact("multiply", Map.of(), LIFTED_PULL, rows(LIFTED), rows(LIFTED)));
        cases.put("multiply, places", exact("multiply", Map.of(), PULL, rows(EVEN), table));
        cases.put("multiply, one row", exact("multiply", Map.of(), LIFTED_PULL, rows(LIFTED), row));
        cases.put(
                "multiply, one number",
                exact("multiply", Map.of(), PULL, rows(EVEN), new Parameter(Shape.of(1), 0.5, 1)));
        cases.put(
                "multiply, a scalar",
                exact("multiply", Map.of(), PULL, new Parameter(Shape.SCALAR, 0.5, 1), rows(EVEN)));
        Map<String, Object> factors = Map.of("factor", -0.7, "backward", 3.0);
        cases.put("scale", exact("scale", factors, LIFTED_PULL, rows(LIFTED)));
        for (String phi :
                List.of("silu", "gelu", "gelu_tanh", "sigmoid", "relu", "squared_relu", "tanh")) {
            cases.put(
                    "glu, " + phi,
                    exact("glu", Map.of("activation", phi), PULL, rows(EVEN), rows(VARIED)));
        }
        cases.put(
                "glu, means",
                exact(
                        "glu",
                        Map.of("activation", "silu"),
                        LIFTED_PULL,
                        rows(LIFTED),
                        rows(LIFTED)));
    }

    private static void unary(Map<String, CorrelatedCase> cases) {
        for (String phi : List.of("silu", "gelu", "gelu_tanh", "sigmoid", "relu", "tanh")) {
            cases.put(phi, exact(phi, Map.of(), EVEN_PULL, rows(VARIED)));
            cases.put(phi + ", means", exact(phi, Map.of(), LIFTED_PULL, rows(LIFTED)));
            cases.put(
                    phi + ", large, alike",
                    within(
                            0.02,
                            phi,
                            Map.of(),
                            PULL,
                            rows(CorrelatedRows.even(LENGTH, 0, 25, 0.6, 0.3))));
        }
    }

    private static void norms(Map<String, CorrelatedCase> cases) {
        Shape feature = Shape.of(WIDTH);
        Parameter ones = new Parameter(feature, 1, 0);
        Parameter zeros = new Parameter(feature, 0, 0);
        Parameter gain = new Parameter(feature, 0.8, 0.4);
        Parameter shift = new Parameter(feature, 0.2, 0.5);
        Map<String, Object> none = Map.of("epsilon", 1e-12);
        for (CorrelatedRows x : List.of(EVEN, VARIED)) {
            String how = x.equals(EVEN) ? "" : ", varied";
            cases.put("rms_norm" + how, exact("rms_norm", none, PULL, rows(x), ones));
            cases.put("rms_norm, gain" + how, exact("rms_norm", none, PULL, rows(x), gain));
            cases.put("layer_norm" + how, exact("layer_norm", none, PULL, rows(x), ones, zeros));
            cases.put(
                    "layer_norm, gain and shift" + how,
                    exact("layer_norm", none, EVEN_PULL, rows(x), gain, shift));
        }
        cases.put(
                "layer_norm, means",
                exact("layer_norm", none, LIFTED_PULL, rows(LIFTED), gain, shift));
        cases.put("rms_norm, means", exact("rms_norm", none, LIFTED_PULL, rows(LIFTED), gain));
        // The scatter of a row's variance beside ε: 2/d of ε/D.
        cases.put(
                "rms_norm, epsilon",
                within(2.0 / WIDTH, "rms_norm", Map.of("epsilon", 0.5), PULL, rows(VARIED), gain));
    }

    private static void embeddings(Map<String, CorrelatedCase> cases) {
        Shape places = Shape.of(SEQUENCES, LENGTH);
        Parameter table = new Parameter(Shape.of(7, WIDTH), 0.3, 1);
        Map<String, IndexLaw> laws = new LinkedHashMap<>();
        laws.put("uniform", new IndexLaw.Uniform(7));
        laws.put("part of the table", new IndexLaw.Uniform(4));
        laws.put("zipf", new IndexLaw.Zipf(7, 1));
        laws.put("positions", new IndexLaw.Range(7, 1));
        laws.put("segments", new IndexLaw.Range(7, 2));
        laws.forEach((name, law) -> {
            cases.put(
                    "embedding, " + name,
                    exact("embedding", Map.of(), PULL, new Index(places, law), table));
            cases.put(
                    "embedding, even pull, " + name,
                    exact("embedding", Map.of(), LIFTED_PULL, new Index(places, law), table));
        });
        cases.put(
                "embedding, positions of one sequence",
                exact(
                        "embedding",
                        Map.of(),
                        PULL,
                        new Index(Shape.of(LENGTH), new IndexLaw.Range(7, 1)),
                        table));
    }

    private static void losses(Map<String, CorrelatedCase> cases) {
        CorrelatedRows target = CorrelatedRows.even(LENGTH, 0.4, 1.5, 0.1, 0.2);
        cases.put("mean_squared_error", loss(0, "mean_squared_error", rows(LIFTED), rows(target)));
        Map<String, IndexLaw> laws = new LinkedHashMap<>();
        laws.put("uniform", new IndexLaw.Uniform(WIDTH));
        laws.put("zipf", new IndexLaw.Zipf(WIDTH, 1));
        laws.put("masked", new IndexLaw.Masked(WIDTH, 0.4));
        laws.put("except the last", new IndexLaw.ExceptLast(2, new IndexLaw.Uniform(WIDTH)));
        laws.put(
                "masked, except the last",
                new IndexLaw.ExceptLast(1, new IndexLaw.Masked(WIDTH, 0.5)));
        laws.forEach((name, law) -> {
            Index labels = new Index(Shape.of(SEQUENCES, LENGTH), law);
            for (double variance : new double[] {0.1, 1, 4}) {
                cases.put(
                        "cross_entropy, " + name + ", logit variance " + variance,
                        loss(
                                0,
                                "cross_entropy",
                                rows(CorrelatedRows.varied(LENGTH, 0.5, variance)),
                                labels));
            }
        });
        cases.put(
                "cross_entropy, few classes",
                loss(
                        0,
                        "cross_entropy",
                        new Rows(
                                Shape.of(SEQUENCES, LENGTH, 2),
                                CorrelatedRows.even(LENGTH, 0, 1, 0.3, 0.3)),
                        new Index(Shape.of(SEQUENCES, LENGTH), new IndexLaw.Uniform(2))));
    }

    private static CorrelatedCase loss(double bias, String operator, Given... inputs) {
        return new CorrelatedCase(operator, Map.of(), List.of(inputs), Optional.empty(), bias);
    }

    private static void heads(Map<String, CorrelatedCase> cases) {
        cases.put(
                "split_heads",
                exact("split_heads", Map.of("heads", 4.0), LIFTED_PULL, rows(VARIED)));
        cases.put(
                "merge_heads",
                exact(
                        "merge_heads",
                        Map.of(),
                        LIFTED_PULL,
                        new Rows(Shape.of(SEQUENCES, 4, LENGTH, WIDTH / 4), VARIED)));
    }

    private static void shapes(Map<String, CorrelatedCase> cases) {
        CorrelatedRows alone = CorrelatedRows.even(1, 0.4, 1, 0, 0.3);
        List<Double> together = List.of(-1.0, (double) WIDTH);
        List<Double> apart = List.of((double) SEQUENCES, (double) LENGTH, -1.0);
        cases.put(
                "reshape, rows of all sequences",
                exact("reshape", Map.of("shape", together), alone, rows(LIFTED)));
        cases.put(
                "reshape, rows to positions",
                exact(
                        "reshape",
                        Map.of("shape", apart),
                        LIFTED_PULL,
                        new Rows(Shape.of(SEQUENCES * LENGTH, WIDTH), alone)));
        cases.put(
                "squeeze",
                exact(
                        "squeeze",
                        Map.of("axes", List.of(1.0)),
                        PULL,
                        new Rows(Shape.of(SEQUENCES, 1, LENGTH, WIDTH), LIFTED)));
        cases.put(
                "expand_dims",
                exact("expand_dims", Map.of("axes", List.of(1.0)), PULL, rows(LIFTED)));
        List<Double> all = List.of((double) SEQUENCES, (double) LENGTH, (double) WIDTH);
        cases.put(
                "expand, one sequence for all",
                exact(
                        "expand",
                        Map.of("shape", all),
                        LIFTED_PULL,
                        new Rows(Shape.of(LENGTH, WIDTH), VARIED)));
        cases.put(
                "expand, one row for all",
                exact(
                        "expand",
                        Map.of("shape", all),
                        LIFTED_PULL,
                        new Parameter(Shape.of(WIDTH), 0.4, 0.6)));
    }

    private static void rotations(Map<String, CorrelatedCase> cases) {
        Map<String, Object> heads = Map.of("heads", 2.0, "base", 100.0);
        cases.put("rotary", exact("rotary", heads, PULL, rows(EVEN)));
        cases.put("rotary, varied", exact("rotary", heads, LIFTED_PULL, rows(VARIED)));
        cases.put("rotary, means", exact("rotary", heads, PULL, rows(LIFTED)));
        cases.put(
                "rotary, heads first",
                exact(
                        "rotary",
                        Map.of("base", 100.0),
                        LIFTED_PULL,
                        new Rows(Shape.of(SEQUENCES, 4, LENGTH, WIDTH / 4), VARIED)));
    }

    private static void parts(Map<String, CorrelatedCase> cases) {
        Map<String, Object> positions = Map.of("axis", 1.0, "from", 1.0, "step", 2.0);
        CorrelatedRows two = CorrelatedRows.varied(2, -0.4, 1);
        cases.put("slice, positions", exact("slice", positions, two, rows(LIFTED)));
        Map<String, Object> features = Map.of("from", 8.0, "to", -4.0);
        cases.put("slice, features", exact("slice", features, LIFTED_PULL, rows(LIFTED)));
        Map<String, Object> sequences = Map.of("axis", 0.0, "from", -2.0);
        cases.put("slice, sequences", exact("slice", sequences, LIFTED_PULL, rows(LIFTED)));
        CorrelatedRows longer = CorrelatedRows.varied(LENGTH + 3, 0.3, 1);
        cases.put(
                "pad, positions",
                exact(
                        "pad",
                        Map.of("axis", 1.0, "before", 1.0, "after", 2.0),
                        longer,
                        rows(LIFTED)));
        cases.put("pad, features", exact("pad", Map.of("before", 8.0), LIFTED_PULL, rows(LIFTED)));
        Shape one = Shape.of(SEQUENCES, 3, WIDTH);
        Given first = new Rows(one, CorrelatedRows.varied(3, -0.5, 2));
        cases.put(
                "concat, positions",
                exact("concat", Map.of("axis", 1.0), longer, first, rows(LIFTED)));
        Given narrow = new Rows(Shape.of(SEQUENCES, LENGTH, 12), VARIED);
        cases.put(
                "concat, features",
                exact("concat", Map.of(), LIFTED_PULL, narrow, rows(EVEN), narrow));
        Given more = new Rows(Shape.of(2, LENGTH, WIDTH), LIFTED_PULL);
        cases.put(
                "concat, sequences",
                exact("concat", Map.of("axis", 0.0), LIFTED_PULL, more, rows(LIFTED)));
    }
}
