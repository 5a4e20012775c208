package org.unitscope.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where and when a run was computed. Nothing here changes the numbers.
///
/// @param tool name and version
/// @param commit source revision of the build, empty if unknown
/// @param started ISO 8601 instant in UTC
/// @param elapsedMillis wall-clock time of both engines
/// @param threads threads used
/// @param backend which kernels computed it
public record RunEnvironment(
        String tool,
        String commit,
        String jdk,
        String os,
        String cpu,
        String started,
        long elapsedMillis,
        int threads,
        String backend) {
    /// This machine and this build.
    public static RunEnvironment here(Instant started, Duration elapsed, int threads) {
        return new RunEnvironment(
                "Unitscope " + version(),
                System.getProperty("unitscope.commit", ""),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch")
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " cores",
                started.toString(),
                elapsed.toMillis(),
                threads,
                "cpu");
    }

    /// The version of this build, `development` outside a jar.
    public static String version() {
        return Optional.ofNullable(RunEnvironment.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
