package org.unitscope.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The same bits with the widest vectors, with vectors of at most 256 and of 128 bits, and in a JVM
/// without the vector module.
final class VectorTwinTest {
    private static final String MODULE = "jdk.incubator.vector";

    @Test
    void theBitsDoNotDependOnTheVectors() throws IOException, InterruptedException {
        List<String> wide = digest("--add-modules", MODULE);
        List<String> middle = digest("--add-modules", MODULE, "-XX:MaxVectorSize=32");
        List<String> narrow = digest("--add-modules", MODULE, "-XX:MaxVectorSize=16");
        List<String> none = digest();

        assertThat(none).contains("vectors none");
        assertThat(narrow).contains("vectors 128");
        assertThat(wide.getLast()).hasSize(64).isEqualTo(none.getLast());
        assertThat(middle.getLast()).isEqualTo(none.getLast());
        assertThat(narrow.getLast()).isEqualTo(none.getLast());
    }

    private static List<String> digest(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("org.unitscope.kernels.KernelDigest");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines().filter(line -> !line.startsWith("WARNING")).toList();
    }
}
