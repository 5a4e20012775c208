package org.unitscope.moments;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unitscope.statistics.ElementLaw;

/// A law that is made once, for as long as memory allows: tensors that differ by a factor or by the
/// order of their elements share it. Safe for several threads.
final class RememberedLaw implements Supplier<ElementLaw> {
    private final Supplier<ElementLaw> source;
    private final AtomicReference<@Nullable SoftReference<ElementLaw>> known =
            new AtomicReference<>();

    RememberedLaw(Supplier<ElementLaw> source) {
        this.source = source;
    }

    @Override
    public synchronized ElementLaw get() {
        SoftReference<ElementLaw> kept = known.get();
        ElementLaw law = kept == null ? null : kept.get();
        if (law == null) {
            law = source.get();
            known.set(new SoftReference<>(law));
        }
        return law;
    }
}
