package org.unitscope.check;

import java.util.Optional;
import org.unitscope.run.TensorRecord;

/// The cells of a finding for people: tensor, role, quantity, number, limit, format, where it
/// starts.
record FindingText(Finding finding, Numbers numbers) {
    String tensor() {
        return finding.tensor().map(TensorRecord::path).orElse("");
    }

    String role() {
        return finding.tensor().map(tensor -> tensor.key().role().symbol()).orElse("");
    }

    String format() {
        return finding.tensor().map(tensor -> tensor.format().toString()).orElse("");
    }

    String quantity() {
        return finding.limit().map(limit -> limit.quantity().key()).orElse("");
    }

    String limit() {
        return finding.limit().map(Limit::text).orElse("");
    }

    /// Predicted ones behind a `~`; for a break without a number its kind.
    String value() {
        Optional<Limit> limit = finding.limit();
        if (finding.value().isEmpty() || limit.isEmpty()) {
            return finding.kind().label();
        }
        double value = finding.value().getAsDouble();
        String mark = numbers == Numbers.PREDICTED ? "~" : "";
        return mark + limit.get().quantity().brief(value, limit.get().broken(value));
    }

    /// Where it starts, or what is wrong if that is no number.
    String start() {
        return finding.upstream()
                .map(upstream -> upstream.origin().text())
                .orElse(finding.kind() == Finding.Kind.OUTSIDE ? "" : finding.problem());
    }

    /// All in one sentence, with the number in full.
    String sentence() {
        String head = tensor().isEmpty() ? "" : tensor() + " " + role() + ": ";
        String format = format().isEmpty() ? "" : ", judged in " + format();
        String start =
                finding.upstream().map(upstream -> "; starts at the " + upstream.text()).orElse("");
        return head + finding.problem() + format + start;
    }
}
