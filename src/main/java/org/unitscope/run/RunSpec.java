package org.unitscope.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Set;

/// What was asked of a run: enough to compute it again. Two runs with equal specs have equal
/// tables, byte for byte.
///
/// @param schemaVersion version of the run folder's layout, see [RunStore#SCHEMA_VERSION]
/// @param model path of the model file as given
/// @param modelSha256 hash of the model file's bytes, lower-case hex
/// @param graphSha256 hash of the canonical text of the expanded graph, lower-case hex
/// @param modelName the model's own name
/// @param symbols every named size the model was expanded with
/// @param formats the precision recipe as `--formats` writes it
/// @param seed the run seed
/// @param sampled whether the sampling engine ran (else only the analytic one)
/// @param samples how many independent draws of inputs and weights were averaged; 1 in this version
/// @param inputLaws node path of every input to its law
/// @param weightLaws node path of every parameter to its law
/// @param scheme how the model was rewritten before the run, as `--scheme` writes it; empty if it
///   was not, and then not in the file
public record RunSpec(
        int schemaVersion,
        String model,
        String modelSha256,
        String graphSha256,
        String modelName,
        Map<String, Double> symbols,
        String formats,
        long seed,
        boolean sampled,
        int samples,
        Map<String, String> inputLaws,
        Map<String, String> weightLaws,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String scheme) {
    /// What a manifest leaves out where it is empty.
    static final Set<String> MAY_BE_ABSENT = Set.of("scheme");

    /// Copies the maps; earlier runs have no scheme.
    @SuppressWarnings("ConstantValue") // Jackson fills what is not in the file with null
    public RunSpec {
        scheme = scheme == null ? "" : scheme;
        symbols = Map.copyOf(symbols);
        inputLaws = Map.copyOf(inputLaws);
        weightLaws = Map.copyOf(weightLaws);
    }

    /// Of a model as it is.
    public RunSpec(
            int schemaVersion,
            String model,
            String modelSha256,
            String graphSha256,
            String modelName,
            Map<String, Double> symbols,
            String formats,
            long seed,
            boolean sampled,
            int samples,
            Map<String, String> inputLaws,
            Map<String, String> weightLaws) {
        this(
                schemaVersion,
                model,
                modelSha256,
                graphSha256,
                modelName,
                symbols,
                formats,
                seed,
                sampled,
                samples,
                inputLaws,
                weightLaws,
                "");
    }

    /// The same in another version of the layout.
    public RunSpec ofSchema(int version) {
        return new RunSpec(
                version,
                model,
                modelSha256,
                graphSha256,
                modelName,
                symbols,
                formats,
                seed,
                sampled,
                samples,
                inputLaws,
                weightLaws,
                scheme);
    }
}
