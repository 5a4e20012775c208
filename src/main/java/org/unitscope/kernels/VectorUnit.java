package org.unitscope.kernels;

/// Whether this JVM has the vector module (`--add-modules jdk.incubator.vector`). Classes that
/// import it are loaded only if it has; scalar twins of the same bits take their place otherwise.
public final class VectorUnit {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private VectorUnit() {}

    /// Whether vector kernels can be loaded.
    public static boolean isPresent() {
        return PRESENT;
    }
}
