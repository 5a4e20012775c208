package org.unitscope.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Models whose scale laws are known by hand.
final class SweepModels {
    /// Products with known laws in `width` and, from a loss whose gradient is `−2 t / (batch ·
    /// out)` because its prediction has zero weights, in `batch`.
    static final String PRODUCTS =
            """
            {
              "format": "unitscope-model", "version": 1, "name": "products",
              "parameters": { "batch": 8, "width": 64, "out": 4, "inner": "2 * width" },
              "inputs": {
                "x": { "shape": ["batch", "width"], "law": { "normal": { "std": 1 } } },
                "all_ones": { "shape": ["batch", "width"], "law": "ones" },
                "t": { "shape": ["batch", "out"], "law": { "normal": { "std": 1 } } }
              },
              "nodes": [
                { "id": "grow", "op": "linear", "inputs": ["x"],
                  "weights": { "weight": { "shape": ["out", "width"], "law": { "normal": { "std": 1 } } } } },
                { "id": "keep", "op": "linear", "inputs": ["x"],
                  "weights": { "weight": { "shape": ["inner", "width"], "law": { "normal": { "std": "1 / sqrt(width)" } } } } },
                { "id": "count", "op": "linear", "inputs": ["all_ones"],
                  "weights": { "weight": { "shape": ["out", "width"], "law": "ones" } } },
                { "id": "predict", "op": "linear", "inputs": ["x"],
                  "weights": { "weight": { "shape": ["out", "width"], "law": "zeros" },
                               "bias": { "shape": ["out"], "law": "zeros" } } },
                { "id": "loss", "op": "mean_squared_error", "inputs": ["predict", "t"] }
              ],
              "loss": "loss"
            }
            """;

    /// Two towers of `layers` blocks: `walk` starts at zero and adds an independent tensor of scale
    /// 1 a block, `double` adds to itself an independent tensor of its own scale.
    static final String TOWERS =
            """
            {
              "format": "unitscope-model", "version": 1, "name": "towers",
              "parameters": { "batch": 2, "width": 16, "layers": 2, "rounds": 3 },
              "inputs": {
                "x": { "shape": ["batch", "width"], "law": { "normal": { "std": 1 } } },
                "zero": { "shape": ["batch", "width"], "law": "zeros" },
                "t": { "shape": ["batch", "width"], "law": { "normal": { "std": 1 } } }
              },
              "nodes": [
                { "id": "walk", "repeat": "layers", "carry": { "h": "zero" },
                  "nodes": [
                    { "id": "step", "op": "linear", "inputs": ["x"],
                      "weights": { "weight": { "shape": ["width", "width"], "law": { "normal": { "std": "1 / sqrt(width)" } } } } },
                    { "id": "sum", "op": "add", "inputs": ["h", "step"] } ],
                  "yield": { "h": "sum" } },
                { "id": "double", "repeat": "layers", "carry": { "h": "x" },
                  "nodes": [
                    { "id": "step", "op": "linear", "inputs": ["h"],
                      "weights": { "weight": { "shape": ["width", "width"], "law": { "normal": { "std": "1 / sqrt(width)" } } } } },
                    { "id": "sum", "op": "add", "inputs": ["h", "step"] } ],
                  "yield": { "h": "sum" } },
                { "id": "fixed", "repeat": "rounds", "carry": { "h": "x" },
                  "nodes": [ { "id": "relu", "op": "relu", "inputs": ["h"] } ],
                  "yield": { "h": "relu" } },
                { "id": "loss", "op": "mean_squared_error", "inputs": ["double", "t"] }
              ],
              "loss": "loss"
            }
            """;

    /// Splits `width` into three heads.
    static final String HEADS =
            """
            {
              "format": "unitscope-model", "version": 1, "name": "heads",
              "parameters": { "batch": 2, "width": 12 },
              "inputs": {
                "x": { "shape": ["batch", 5, "width"], "law": { "normal": { "std": 1 } } },
                "t": { "shape": ["batch", 3, 5, "width / 3"], "law": { "normal": { "std": 1 } } }
              },
              "nodes": [
                { "id": "split", "op": "split_heads", "inputs": ["x"], "attributes": { "heads": 3 } },
                { "id": "loss", "op": "mean_squared_error", "inputs": ["split", "t"] }
              ],
              "loss": "loss"
            }
            """;

    private SweepModels() {}

    /// The model as a file of that folder.
    static Path write(Path folder, String model) throws IOException {
        return Files.writeString(folder.resolve("model.json"), model);
    }
}
