package org.unitscope.check;

import java.util.List;

/// One rule: which tensors, and what must hold of each.
///
/// @param name unique in its policy
/// @param where it stands, `file:line:column`
/// @param reason for people; may be empty
/// @param optional whether it may match no tensor
/// @param allowUnaligned whether tensors that the run or its baseline lacks are passed over
/// @param tensors what it is about; empty for every tensor
/// @param operators that make the tensors, as column `op` has them; empty for every one
/// @param except what it is not about
public record PolicyRule(
        String name,
        String where,
        Severity severity,
        String reason,
        boolean optional,
        Numbers numbers,
        boolean allowUnaligned,
        List<PolicySelector> tensors,
        List<Word> operators,
        List<PolicySelector> except,
        List<Limit> limits) {
    /// A word and where it stands.
    record Word(String text, String where) {}

    /// Copies the lists.
    public PolicyRule {
        tensors = List.copyOf(tensors);
        operators = List.copyOf(operators);
        except = List.copyOf(except);
        limits = List.copyOf(limits);
    }

    /// Whether it compares with a baseline.
    public boolean needsBaseline() {
        return limits.stream().anyMatch(limit -> limit.quantity().needsBaseline());
    }
}
