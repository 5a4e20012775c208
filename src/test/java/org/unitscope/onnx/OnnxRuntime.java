package org.unitscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.tensor.DoubleTensor;
import org.unitscope.tensor.FloatTensor;
import org.unitscope.tensor.IndexTensor;
import org.unitscope.tensor.RealTensor;
import org.unitscope.tensor.Shape;
import org.unitscope.tensor.Tensor;

/// Runs models on ONNX Runtime's CPU kernels, on one thread. Graphs are not optimized, so that the
/// nodes that run are those that were written.
final class OnnxRuntime {
    private OnnxRuntime() {}

    /// The outputs of a model of [GraphDraft].
    static List<RealTensor> run(byte[] model, List<Tensor> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        Map<String, OnnxTensorLike> given = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            for (int i = 0; i < inputs.size(); i++) {
                given.put(GraphDraft.input(i), tensor(environment, inputs.get(i)));
            }
            try (OrtSession session = environment.createSession(model, options);
                    OrtSession.Result result = session.run(given)) {
                List<RealTensor> outputs = new ArrayList<>();
                for (int i = 0; i < result.size(); i++) {
                    outputs.add(read((OnnxTensor) result.get(i)));
                }
                return outputs;
            }
        } finally {
            given.values().forEach(OnnxTensorLike::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor)
            throws OrtException {
        long[] shape = tensor.shape().extents().stream().mapToLong(Integer::longValue).toArray();
        return switch (tensor) {
            case FloatTensor x ->
                    OnnxTensor.createTensor(environment, FloatBuffer.wrap(x.array()), shape);
            case DoubleTensor x ->
                    OnnxTensor.createTensor(environment, DoubleBuffer.wrap(x.array()), shape);
            case IndexTensor x -> {
                long[] wide = Arrays.stream(x.array()).asLongStream().toArray();
                yield OnnxTensor.createTensor(environment, LongBuffer.wrap(wide), shape);
            }
        };
    }

    private static RealTensor read(OnnxTensor tensor) {
        int[] extents =
                Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
        Shape shape = Shape.of(extents);
        return switch (tensor.getInfo().type) {
            case FLOAT -> {
                float[] values = new float[shape.length()];
                tensor.getFloatBuffer().get(values);
                yield new FloatTensor(shape, values);
            }
            case DOUBLE -> {
                double[] values = new double[shape.length()];
                tensor.getDoubleBuffer().get(values);
                yield new DoubleTensor(shape, values);
            }
            default -> throw new IllegalStateException("an output of " + tensor.getInfo());
        };
    }
}
