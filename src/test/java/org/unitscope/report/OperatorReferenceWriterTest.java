package org.unitscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.OperatorCatalogue;

class OperatorReferenceWriterTest {
    private static final Path REFERENCE = Path.of("docs/operators.md");

    @Test
    void theCommittedReferenceIsTheGeneratedOne() throws IOException {
        String generated = OperatorReferenceWriter.markdown(OperatorCatalogue.standard());
        if (Boolean.getBoolean("refresh.golden")) {
            Files.writeString(REFERENCE, generated);
        }
        assertThat(Files.readString(REFERENCE))
                .as(
                        "refresh with: mvn -pl src test -Dtest=OperatorReferenceWriterTest -Drefresh.golden=true")
                .isEqualTo(generated);
    }
}
