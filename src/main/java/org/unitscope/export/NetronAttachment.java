package org.unitscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unitscope.run.RunRecord;
import org.unitscope.run.TensorRecord;

/// A run as an attachment of Netron: dropped onto an open model, it adds to the side bar of every
/// node and stored tensor that has the name it has here. Other names are passed over by Netron
/// without a word.
///
/// The format is not documented; it is what `source/metadata.js` of lutzroeder/netron reads (class
/// `metadata.Attachment`): an object with `signature` `netron:attachment` and the arrays `metadata`
/// and `metrics` of items with `kind` (`model`, `graph`, `node`, `value`, `tensor`), `target`,
/// `name`, `value` and, if there is one, `type`. An item is found by kind and target, the name of
/// the thing up to its first line break; of the model the target is empty. Of two items of one name
/// the later one counts, so a name here begins with the role.
public final class NetronAttachment {
    /// The columns that are shown, by name.
    private static final List<String> SHOWN =
            List.of(
                    "measured_rms",
                    "predicted_rms",
                    "amax",
                    "nonfinite",
                    "format",
                    "underflow_fraction",
                    "subnormal_fraction",
                    "overflow_fraction",
                    "flushed_energy_fraction",
                    "sqnr_db",
                    "verdict",
                    "predicted_underflow_fraction",
                    "predicted_overflow_fraction",
                    "predicted_sqnr_db",
                    "predicted_verdict");

    private NetronAttachment() {}

    /// The file.
    public static String of(RunRecord run) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("signature", "netron:attachment");
        file.put("metadata", model(run));
        List<Map<String, String>> metrics = new ArrayList<>();
        for (TensorRecord tensor : run.tensors()) {
            Map<String, String> cells = Cells.of(tensor, run);
            String role = tensor.key().role().symbol();
            String kind = tensor.key().role().isParameter() ? "tensor" : "node";
            String output =
                    tensor.key().tensor().output() == 0
                            ? ""
                            : " of output " + tensor.key().tensor().output();
            for (String column : SHOWN) {
                String value = cells.get(column);
                if (value != null) {
                    String target = tensor.key().tensor().node();
                    metrics.add(item(kind, target, role + " " + column + output, value));
                }
            }
        }
        file.put("metrics", metrics);
        return Cells.json(file);
    }

    private static List<Map<String, String>> model(RunRecord run) {
        return List.of(
                item("model", "", "unitscope model", run.spec().modelName()),
                item("model", "", "unitscope formats", run.spec().formats()),
                item("model", "", "unitscope scheme", run.spec().scheme()),
                item("model", "", "unitscope seed", Long.toString(run.spec().seed())));
    }

    private static Map<String, String> item(String kind, String target, String name, String value) {
        Map<String, String> item = new LinkedHashMap<>();
        item.put("kind", kind);
        item.put("target", target);
        item.put("name", name);
        item.put("value", value);
        return item;
    }
}
