package org.unitscope.check;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unitscope.json.JsonTree;
import org.unitscope.task.Problem;
import org.unitscope.task.WorkbenchException;

/// Rules that a run must keep. The format of its file is described in `policy-format.md`.
///
/// @param source its file, for people
/// @param description for people; may be empty
public record Policy(String source, String name, String description, List<PolicyRule> rules) {
    /// Version of the format that this build reads.
    public static final int VERSION = 1;

    private static final long LARGEST_FILE = 8L << 20;

    /// Copies the list.
    public Policy {
        rules = List.copyOf(rules);
    }

    /// Whether a rule compares with a baseline.
    public boolean needsBaseline() {
        return rules.stream().anyMatch(PolicyRule::needsBaseline);
    }

    /// Reads a file.
    ///
    /// @throws WorkbenchException with everything that is wrong, each with file, line and column
    /// @throws IOException if the file cannot be read
    public static Policy read(Path file) throws WorkbenchException, IOException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new WorkbenchException(name, "this is a folder; name a policy file in it");
        }
        if (!Files.exists(file)) {
            throw new WorkbenchException(name, "there is no such file; check the path");
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new WorkbenchException(
                    name,
                    "the file has %d MB, a policy has at most %d; is it a policy?"
                            .formatted(Files.size(file) >> 20, LARGEST_FILE >> 20));
        }
        try {
            return parse(Files.readString(file), name);
        } catch (CharacterCodingException wrong) {
            throw new WorkbenchException(
                    name, "the file is not UTF-8 text; a policy is a JSON object in UTF-8");
        }
    }

    /// Reads a text.
    ///
    /// @param name of its file, for messages
    /// @throws WorkbenchException with everything that is wrong, each with file, line and column
    public static Policy parse(String text, String name) throws WorkbenchException {
        if (text.isBlank()) {
            throw new WorkbenchException(name, "the file is empty; a policy is a JSON object");
        }
        List<Problem> problems = new ArrayList<>();
        try {
            Policy policy =
                    new PolicyReader(name, problems::add)
                            .read(JsonTree.parse(text, "policy", name, problems));
            if (problems.isEmpty()) {
                return policy;
            }
        } catch (JsonTree.Broken broken) {
            // Noted among the problems.
        }
        throw new WorkbenchException(problems);
    }
}
