package org.unitscope.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The boundaries of the engine, each with its reason.
class ArchitectureTest {
    private static final String ENGINE = "org.unitscope..";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages("org.unitscope");

    @Test
    void layersAreAsDrawn() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("org.unitscope.cli..")
                .layer("report")
                .definedBy("org.unitscope.report..")
                .layer("compare")
                .definedBy("org.unitscope.compare..")
                .layer("comparison")
                .definedBy("org.unitscope.comparison..")
                .layer("check")
                .definedBy("org.unitscope.check..")
                .layer("export")
                .definedBy("org.unitscope.export..")
                .layer("json")
                .definedBy("org.unitscope.json..")
                .layer("audit")
                .definedBy("org.unitscope.audit..")
                .layer("plan")
                .definedBy("org.unitscope.plan..")
                .layer("factors")
                .definedBy("org.unitscope.factors..")
                .layer("transform")
                .definedBy("org.unitscope.transform..")
                .layer("sweep")
                .definedBy("org.unitscope.sweep..")
                .layer("importer")
                .definedBy("org.unitscope.importer..")
                .layer("run")
                .definedBy("org.unitscope.run..")
                .layer("engines")
                .definedBy("org.unitscope.analysis..", "org.unitscope.sampling..")
                .layer("operators")
                .definedBy("org.unitscope.operators..")
                .layer("moments")
                .definedBy("org.unitscope.moments..")
                .layer("graph")
                .definedBy("org.unitscope.graph..")
                .layer("arrays")
                .definedBy(
                        "org.unitscope.kernels..",
                        "org.unitscope.random..",
                        "org.unitscope.statistics..",
                        "org.unitscope.format..",
                        "org.unitscope.tensor..")
                .layer("task")
                .definedBy("org.unitscope.task..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("compare")
                .mayOnlyBeAccessedByLayers("report", "cli")
                .whereLayer("comparison")
                .mayOnlyBeAccessedByLayers("check", "report", "cli")
                .whereLayer("check")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("importer", "check")
                .whereLayer("audit")
                .mayOnlyBeAccessedByLayers("report", "cli")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("report", "cli")
                .whereLayer("factors")
                .mayOnlyBeAccessedByLayers("report", "cli")
                .whereLayer("transform")
                .mayOnlyBeAccessedByLayers("run", "audit", "plan", "factors", "report", "cli")
                .whereLayer("sweep")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("importer")
                .mayOnlyBeAccessedByLayers("sweep", "cli")
                .whereLayer("run")
                .mayOnlyBeAccessedByLayers(
                        "check", "export", "comparison", "sweep", "report", "cli")
                .whereLayer("engines")
                .mayOnlyBeAccessedByLayers(
                        "run",
                        "check",
                        "compare",
                        "comparison",
                        "sweep",
                        "report",
                        "cli",
                        "audit",
                        "plan")
                .whereLayer("operators")
                .mayOnlyBeAccessedByLayers(
                        "engines",
                        "importer",
                        "run",
                        "check",
                        "compare",
                        "sweep",
                        "report",
                        "cli",
                        "audit",
                        "plan",
                        "transform")
                .whereLayer("moments")
                .mayOnlyBeAccessedByLayers(
                        "operators", "engines", "run", "compare", "report", "cli", "audit")
                .whereLayer("graph")
                .mayOnlyBeAccessedByLayers(
                        "operators",
                        "engines",
                        "importer",
                        "run",
                        "check",
                        "compare",
                        "comparison",
                        "export",
                        "sweep",
                        "report",
                        "cli",
                        "audit",
                        "plan",
                        "transform")
                .because(
                        "a lower package that knows a higher one cannot be tested or changed alone")
                .check(CLASSES);
    }

    @Test
    void theLowestPackageKnowsTheJdkOnly() {
        noClasses()
                .that()
                .resideInAPackage("org.unitscope.task..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.not(
                                resideInAnyPackage(
                                        "java..", "org.unitscope.task..", "org.jspecify..")))
                .because("everything else may poll it")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.unitscope.(*)..")
                .should()
                .beFreeOfCycles()
                .because("packages in a cycle are one package")
                .check(CLASSES);
    }

    @Test
    void operatorsAreReachedThroughTheCatalogueOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.unitscope.operators.library..")
                .and()
                .doNotHaveSimpleName("OperatorCatalogue")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.unitscope.operators.library..")
                .because("a class that names an operator must be edited when one is added")
                .check(CLASSES);
    }

    @Test
    void theEngineNeverSeesTheWindow() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..")
                .because("the engine runs without a display")
                .check(CLASSES);
    }

    @Test
    void jacksonIsWhereFilesAreReadOrWritten() {
        only(
                "tools.jackson..",
                "org.unitscope.json..",
                "org.unitscope.importer.json..",
                "org.unitscope.run..",
                "org.unitscope.comparison..",
                "org.unitscope.report.output..",
                "org.unitscope.check..",
                "org.unitscope.export..",
                "org.unitscope.cli..");
    }

    @Test
    void pdfAndImagesAreMadeInOnePackage() {
        only("com.openhtmltopdf..", "org.unitscope.report.output..");
        only("org.apache..", "org.unitscope.report.output..");
    }

    @Test
    void reportDataIsBuiltBeforeItIsWritten() {
        noClasses()
                .that()
                .resideInAPackage("org.unitscope.report.data..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.unitscope.report.charts..",
                        "org.unitscope.report.page..",
                        "org.unitscope.report.output..")
                .because("all forms of a report write the same object")
                .check(CLASSES);
    }

    @Test
    void ejmlIsInTensorAndMoments() {
        only("org.ejml..", "org.unitscope.tensor..", "org.unitscope.moments..");
    }

    private static void only(String library, String... packages) {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage(packages)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a library used in one place can be replaced")
                .check(CLASSES);
    }

    @Test
    void nothingIsDrawnOrTimedBehindTheRecordsBack() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "random generators of the JDK",
                                (JavaClass c) ->
                                        c.getName().startsWith("java.util.random")
                                                || c.getName().equals("java.util.Random")
                                                || c.getName()
                                                        .equals("java.util.SplittableRandom")))
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a run is a function of its spec")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.unitscope.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("an engine call says what it has to say in its result")
                .check(CLASSES);
    }

    @Test
    void elementaryFunctionsAreReproducible() {
        Set<String> banned =
                Set.of(
                        "exp", "log", "log1p", "expm1", "pow", "tanh", "sin", "cos", "tan", "asin",
                        "acos", "atan", "atan2", "sinh", "cosh", "cbrt", "log10", "hypot");
        noClasses()
                .that(resideInAPackage(ENGINE))
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "Math functions whose bits depend on the platform",
                                (JavaMethodCall call) ->
                                        call.getTargetOwner().isEquivalentTo(Math.class)
                                                && banned.contains(call.getName())))
                .because(
                        "Math may use processor instructions; StrictMath and kernels give one result")
                .check(CLASSES);
    }

    @Test
    void threadsAreMadeInFewPlaces() {
        noClasses()
                .that(
                        DescribedPredicate.not(
                                resideInAnyPackage(
                                        "org.unitscope.kernels..",
                                        "org.unitscope.run..",
                                        "org.unitscope.cli..")))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Thread.class.getName())
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent")
                .because("engines are blocking calls; parallel work goes through Workers")
                .check(CLASSES);
    }

    @Test
    void fieldsAreFinalExceptInAccumulators() {
        Set<String> mutable =
                Set.of(
                        "org.unitscope.statistics",
                        "org.unitscope.kernels.FusedPass",
                        "org.unitscope.kernels.BlockSums",
                        "org.unitscope.kernels.BitScan",
                        "org.unitscope.importer.json",
                        "org.unitscope.operators.GraphAssembler",
                        "org.unitscope.cli");
        fields().that()
                .areDeclaredInClassesThat(
                        DescribedPredicate.describe(
                                "are not accumulators, readers or commands",
                                (JavaClass c) ->
                                        mutable.stream().noneMatch(c.getName()::startsWith)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("state that changes lives inside one call")
                .check(CLASSES);
    }
}
