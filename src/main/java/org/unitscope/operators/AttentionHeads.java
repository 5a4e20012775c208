package org.unitscope.operators;

import java.util.List;
import org.unitscope.graph.AttributeMap;
import org.unitscope.kernels.Workers;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;

/// Attention of all heads, computed head by head: `P = softmax(scale · Q Kᵀ)` over the keys that
/// the mask leaves, `O = P V`. Backward `g_V = Pᵀ g`, `S = scale · (softmax's gradient of g Vᵀ)`,
/// `g_Q = S K`, `g_K = Sᵀ Q`, each summed over the query heads that share a key head, in double
/// precision, first head first. P is computed again for the backward pass, never kept.
///
/// Sums run in the order of [org.unitscope.kernels.MatrixProducts]; heads are apart, so threads
/// change no bit.
///
/// @param keyHeads heads of keys and values; query heads share them in consecutive groups
/// @param width features of a query or key in one head
/// @param valueWidth features of a value in one head
public record AttentionHeads(
        int batch,
        int queries,
        int keys,
        int heads,
        int keyHeads,
        int width,
        int valueWidth,
        double scale,
        AttentionMask mask) {
    private static final int ROWS = 16;

    /// What a node's attributes and shapes mean.
    ///
    /// @throws ShapeException if they do not fit
    public static AttentionHeads of(AttributeMap attributes, List<Shape> shapes)
            throws ShapeException {
        Shape query = shapes.get(0);
        Shape key = shapes.get(1);
        Shape value = shapes.get(2);
        int heads = attributes.integer("heads");
        int keyHeads = attributes.integer("key_heads", heads);
        if (query.rank() != 3
                || key.rank() != 3
                || value.rank() != 3
                || query.extent(0) != key.extent(0)
                || !key.slice(0, 2).equals(value.slice(0, 2))
                || heads % keyHeads != 0
                || query.extent(2) % heads != 0
                || key.extent(2) != (long) query.extent(2) / heads * keyHeads
                || value.extent(2) % keyHeads != 0) {
            throw new ShapeException(
                    "the inputs must be query [batch, queries, heads · d], key [batch, keys, key_heads · d]"
                            + " and value [batch, keys, key_heads · e], heads a multiple of key_heads, got query "
                            + query
                            + ", key "
                            + key
                            + ", value "
                            + value
                            + ", "
                            + heads
                            + " heads and "
                            + keyHeads
                            + " key heads");
        }
        AttentionMask mask = AttentionMask.of(attributes, heads);
        mask.require(query.extent(1), key.extent(1));
        int width = query.extent(2) / heads;
        return new AttentionHeads(
                query.extent(0),
                query.extent(1),
                key.extent(1),
                heads,
                keyHeads,
                width,
                value.extent(2) / keyHeads,
                attributes.number("scale", 1 / Math.sqrt(width)),
                mask);
    }

    /// The shape of the output.
    public Shape output() throws ShapeException {
        long features = (long) heads * valueWidth;
        if ((double) queries * keys > Integer.MAX_VALUE || features > Integer.MAX_VALUE) {
            throw new ShapeException(
                    "the weights of one head and the features of the output must be at most 2147483647,"
                            + " got "
                            + queries
                            + " queries, "
                            + keys
                            + " keys and "
                            + features
                            + " features; set smaller sizes");
        }
        return Shape.of(batch, queries, (int) features);
    }

    /// The attended values.
    public RealTensor attend(RealTensor query, RealTensor key, RealTensor value, Workers workers) {
        RealTensor out = query.zeros(Shape.of(batch, queries, heads * valueWidth));
        workers.forEach(
                batch * heads,
                block -> {
                    int head = block % heads;
                    int item = block / heads;
                    TensorMatrices values = ofHead(value, item, head / group(), valueWidth);
                    RealTensor weights =
                            weights(
                                    head,
                                    ofHead(query, item, head, width),
                                    ofHead(key, item, head / group(), width),
                                    workers);
                    ofHead(out, item, head, valueWidth).setProduct(whole(weights), values, workers);
                });
        return out;
    }

    /// The gradients of query, key and value.
    public List<RealTensor> pull(
            RealTensor query, RealTensor key, RealTensor value, RealTensor g, Workers workers) {
        RealTensor toQuery = g.zeros(query.shape());
        RealTensor toKey = g.zeros(key.shape());
        RealTensor toValue = g.zeros(value.shape());
        workers.forEach(
                batch * keyHeads,
                block -> {
                    int keyHead = block % keyHeads;
                    int item = block / keyHeads;
                    TensorMatrices k = ofHead(key, item, keyHead, width);
                    TensorMatrices v = ofHead(value, item, keyHead, valueWidth);
                    HeadSum keySum = new HeadSum(keys, width);
                    HeadSum valueSum = new HeadSum(keys, valueWidth);
                    for (int head = keyHead * group(); head < (keyHead + 1) * group(); head++) {
                        TensorMatrices q = ofHead(query, item, head, width);
                        TensorMatrices o = ofHead(g, item, head, valueWidth);
                        RealTensor p = weights(head, q, k, workers);
                        RealTensor s = logitGradient(p, o, v, workers);
                        ofHead(toQuery, item, head, width).setProduct(whole(s), k, workers);
                        keySum.addProduct(whole(s).transpose(), q, workers);
                        valueSum.addProduct(whole(p).transpose(), o, workers);
                    }
                    keySum.writeTo(ofHead(toKey, item, keyHead, width));
                    valueSum.writeTo(ofHead(toValue, item, keyHead, valueWidth));
                });
        return List.of(toQuery, toKey, toValue);
    }

    /// How many query heads share a key head.
    private int group() {
        return heads / keyHeads;
    }

    private static TensorMatrices ofHead(RealTensor tensor, int item, int head, int columns) {
        int positions = tensor.shape().extent(1);
        int features = tensor.shape().extent(2);
        int offset = item * positions * features + head * columns;
        return TensorMatrices.one(tensor, offset, positions, columns, features);
    }

    private TensorMatrices whole(RealTensor grid) {
        return TensorMatrices.one(grid, 0, queries, keys, keys);
    }

    private RealTensor weights(int head, TensorMatrices q, TensorMatrices k, Workers workers) {
        RealTensor logits = q.tensor().zeros(Shape.of(queries, keys));
        whole(logits).setProduct(q, k.transpose(), workers);
        RealTensor weights = logits.zeros(logits.shape());
        forQueries(
                workers,
                (i, offset) ->
                        SoftmaxRow.weights(
                                logits,
                                scale,
                                offset,
                                mask.keys(i, keys),
                                new SoftmaxRow.Bias(mask.alibi().slope(head), i),
                                weights));
        return weights;
    }

    private RealTensor logitGradient(
            RealTensor weights, TensorMatrices g, TensorMatrices v, Workers workers) {
        RealTensor toWeights = weights.zeros(weights.shape());
        whole(toWeights).setProduct(g, v.transpose(), workers);
        RealTensor result = weights.zeros(weights.shape());
        forQueries(
                workers,
                (i, offset) ->
                        SoftmaxRow.pull(
                                weights, toWeights, scale, offset, mask.keys(i, keys), result));
        return result;
    }

    /// Work on the row of one query, which begins at an offset.
    private interface QueryBody {
        void accept(int query, int offset);
    }

    private void forQueries(Workers workers, QueryBody body) {
        workers.forRanges(
                queries,
                ROWS,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        body.accept(i, i * keys);
                    }
                });
    }
}
