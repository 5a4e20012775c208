package org.unitscope.importer.json;

import java.util.List;
import java.util.Optional;
import org.unitscope.graph.ValueLaw;
import org.unitscope.json.JsonValue;
import org.unitscope.json.JsonValue.ObjectValue;
import org.unitscope.json.JsonValue.TextValue;
import org.unitscope.task.NearestNames;
import org.unitscope.tensor.Shape;

/// Laws of weights whose standard deviation follows from the shape, as PyTorch counts it: of `[out,
/// in, kernel...]` fan_in is in × kernel, fan_out is out × kernel.
///
/// | law | standard deviation | from |
/// | --- | --- | --- |
/// | `xavier` | gain √(2 / (fan_in + fan_out)), gain 1 | Glorot and Bengio 2010 |
/// | `he` | gain / √fan, gain √2, fan_in or fan_out | He et al. 2015, arXiv 1502.01852 |
/// | `lecun` | gain / √fan_in, gain 1 | LeCun et al. 1998, Efficient BackProp |
final class FanLaws {
    static final List<String> NAMES = List.of("xavier", "he", "lecun");
    private static final List<String> DISTRIBUTIONS =
            List.of("normal", "uniform", "truncated_normal");
    private static final List<String> MODES = List.of("fan_in", "fan_out");
    private static final double CUT = 2;

    private final Reader reader;
    private final LawSettings settings;

    FanLaws(Reader reader) {
        this.reader = reader;
        this.settings = new LawSettings(reader);
    }

    Optional<ValueLaw> read(LawSettings.NamedLaw law, String what, ValueLawReader.Target of) {
        boolean he = law.name().equals("he");
        List<String> keys =
                he ? List.of("distribution", "gain", "mode") : List.of("distribution", "gain");
        Optional<ObjectValue> object = reader.object(law.settings(), what, keys);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = of.shape();
        if (shape.rank() < 2) {
            reader.problem(
                    law.settings(),
                    "%s needs a weight of at least two axes, [out, in, ...], got %s"
                            .formatted(what, shape));
            return Optional.empty();
        }
        Optional<String> distribution = word(object.get(), what, "distribution", DISTRIBUTIONS);
        Optional<String> mode = he ? word(object.get(), what, "mode", MODES) : Optional.of("");
        Optional<Double> gain =
                settings.number(object.get(), what, "gain", he ? Math.sqrt(2) : 1, of.symbols())
                        .filter(g ->
                                settings.holds(
                                        !(g < 0),
                                        law.settings(),
                                        what + ": gain must not be negative",
                                        g));
        return distribution.flatMap(d ->
                mode.flatMap(m -> gain.map(g -> law(d, g / Math.sqrt(fan(law.name(), m, shape))))));
    }

    private static double fan(String law, String mode, Shape shape) {
        double kernel = (double) shape.count() / shape.extent(0) / shape.extent(1);
        double in = shape.extent(1) * kernel;
        double out = shape.extent(0) * kernel;
        return switch (law) {
            case "xavier" -> (in + out) / 2;
            case "he" -> mode.equals("fan_out") ? out : in;
            default -> in;
        };
    }

    /// A law of this standard deviation; that of a truncated one is of what is left.
    private static ValueLaw law(String distribution, double deviation) {
        return switch (distribution) {
            case "uniform" -> {
                double bound = Math.sqrt(3) * deviation;
                yield new ValueLaw.Uniform(-bound, bound);
            }
            case "truncated_normal" ->
                    new ValueLaw.TruncatedNormal(
                            0,
                            deviation / Math.sqrt(ValueLaw.TruncatedNormal.unitVariance(CUT)),
                            CUT);
            default -> new ValueLaw.Normal(0, deviation);
        };
    }

    /// A word; the first of them if it is left out.
    private Optional<String> word(ObjectValue object, String what, String key, List<String> known) {
        JsonValue value = object.members().get(key);
        if (value == null) {
            return Optional.of(known.getFirst());
        }
        if (value instanceof TextValue text && known.contains(text.text())) {
            return Optional.of(text.text());
        }
        List<String> nearest =
                value instanceof TextValue text ? NearestNames.of(text.text(), known) : List.of();
        reader.problem(
                value,
                "%s: %s must be one of %s%s"
                        .formatted(
                                what,
                                key,
                                String.join(", ", known),
                                nearest.isEmpty()
                                        ? ""
                                        : "; did you mean " + nearest.getFirst() + "?"));
        return Optional.empty();
    }
}
