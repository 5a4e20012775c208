package org.unitscope.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AppArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages("org.unitscope.app");

    @Test
    void viewModelsKnowNoScene() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .or()
                .resideInAnyPackage("org.unitscope.app.session..", "org.unitscope.app.selection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                .because("they are tested without a toolkit")
                .check(CLASSES);
    }

    @Test
    void threadsAreMadeByTasksOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.unitscope.app.tasks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent")
                .because("the FX thread waits for nobody")
                .check(CLASSES);
    }

    @Test
    void viewsCallNoEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.unitscope.app.session..",
                        "org.unitscope.app.shell..",
                        "org.unitscope.app")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.unitscope.kernels..",
                        "org.unitscope.random..",
                        "org.unitscope.importer..")
                .because("views read records and compute nothing")
                .check(CLASSES);
    }

    @Test
    void theThirdPartyNoticeListsWhatShips() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        getClass().getResourceAsStream("/META-INF/THIRD-PARTY.txt"))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("javafx-controls", "controlsfx", "org.jfree.chart.fx", "ejml-fdense")
                    .contains("jackson-databind", "picocli", "fastcsv", "atlantafx", "ikonli");
        }
    }
}
