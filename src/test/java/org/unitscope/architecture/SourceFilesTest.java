package org.unitscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unitscope.operators.Operator;
import org.unitscope.operators.OperatorCatalogue;

/// What the compiler does not see: documentation of packages, length of files, complete catalogue.
class SourceFilesTest {
    private static final List<Path> ROOTS =
            List.of(Path.of("main/java"), Path.of("../app/src/main/java"));
    private static final int LONGEST = 500;
    private static final int LONG = 300;

    private static List<Path> files() throws IOException {
        List<Path> all = new java.util.ArrayList<>();
        for (Path root : ROOTS) {
            try (Stream<Path> paths = Files.walk(root)) {
                paths.filter(path -> path.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        for (Path file : files()) {
            Path info = file.resolveSibling("package-info.java");
            assertThat(info).exists();
            assertThat(Files.readString(info)).contains("@NullMarked").startsWith("///");
        }
    }

    @Test
    void filesStayShort() throws IOException {
        List<Path> files = files();
        long longOnes = 0;
        for (Path file : files) {
            long lines = Files.readAllLines(file).size();
            assertThat(lines).as(file.toString()).isLessThanOrEqualTo(LONGEST);
            longOnes += lines > LONG ? 1 : 0;
        }
        assertThat(longOnes).isLessThanOrEqualTo(files.size() / 10);
    }

    @Test
    void theCatalogueListsEveryOperatorFile() throws IOException {
        List<String> listed =
                OperatorCatalogue.standard().all().stream()
                        .map(Operator::getClass)
                        .map(Class::getSimpleName)
                        .toList();
        try (Stream<Path> files =
                Files.list(Path.of("main/java/org/unitscope/operators/library"))) {
            List<String> names =
                    files.map(path -> path.getFileName().toString().replace(".java", ""))
                            .filter(name -> !name.equals("package-info"))
                            .toList();
            for (String name : names) {
                assertThat(listed)
                        .as("add `new %s()` to OperatorCatalogue.standard()", name)
                        .contains(name);
            }
        }
    }
}
