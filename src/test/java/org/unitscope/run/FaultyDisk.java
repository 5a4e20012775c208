package org.unitscope.run;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The disk below a folder, with a fault at a chosen step: making, moving or removing something is
/// a step, and so is every write of up to 512 bytes. Paths of it are proxies of real ones, so the
/// code under test knows nothing of it, and no way around it.
final class FaultyDisk {
    /// The process is gone: nothing after it happens, not even what cleans up.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /// What a step does when the fault is there.
    interface Fault {
        /// Throws, or lets the step pass.
        void strike(Step step) throws IOException;
    }

    /// What is about to happen.
    enum Step {
        MAKE,
        WRITE,
        MOVE,
        REMOVE
    }

    private static final int BLOCK = 512;

    private final FileSystem system = new FaultyFileSystem(this);
    private final Fault fault;
    private int steps;

    FaultyDisk(Fault fault) {
        this.fault = fault;
    }

    /// A disk whose process is killed before step `number`, counted from one.
    static FaultyDisk killedBefore(int number) {
        int[] seen = {0};
        return new FaultyDisk(step -> {
            if (++seen[0] >= number) {
                throw new Killed();
            }
        });
    }

    /// A disk that is full after some blocks; what is there can be moved and removed.
    static FaultyDisk fullAfter(int blocks) {
        int[] seen = {0};
        return new FaultyDisk(step -> {
            if (step == Step.WRITE && ++seen[0] > blocks) {
                throw new IOException("No space left on device");
            }
        });
    }

    /// A disk on which every change fails in this way.
    static FaultyDisk failing(IOException failure) {
        return new FaultyDisk(step -> {
            if (step != Step.REMOVE) {
                throw failure;
            }
        });
    }

    /// How many steps were begun.
    int steps() {
        return steps;
    }

    void step(Step step) throws IOException {
        steps++;
        fault.strike(step);
    }

    FileSystem system() {
        return system;
    }

    /// The path on this disk.
    Path on(Path real) {
        return (Path)
                Proxy.newProxyInstance(
                        Path.class.getClassLoader(),
                        new Class<?>[] {Path.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("getFileSystem")) {
                                return system;
                            }
                            Object[] plain =
                                    arguments == null
                                            ? new Object[0]
                                            : Arrays.stream(arguments)
                                                    .map(FaultyDisk::plain)
                                                    .toArray();
                            try {
                                return wrapped(method.invoke(real, plain));
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }

    private @Nullable Object wrapped(@Nullable Object result) {
        return result instanceof Path path ? on(path) : result;
    }

    /// The real path behind one of this disk.
    static Object plain(Object argument) {
        return argument instanceof Path path ? real(path) : argument;
    }

    static Path real(Path path) {
        return Proxy.isProxyClass(path.getClass())
                ? FileSystems.getDefault().getPath(path.toString())
                : path;
    }

    /// Writes in blocks, each of which is a step.
    SeekableByteChannel faulty(SeekableByteChannel channel) {
        return (SeekableByteChannel)
                Proxy.newProxyInstance(
                        FaultyDisk.class.getClassLoader(),
                        new Class<?>[] {SeekableByteChannel.class},
                        (self, method, arguments) -> {
                            if (method.getName().equals("write")) {
                                return write(channel, (ByteBuffer) arguments[0]);
                            }
                            try {
                                return method.invoke(channel, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }

    private int write(SeekableByteChannel channel, ByteBuffer bytes) throws IOException {
        step(Step.WRITE);
        ByteBuffer block = bytes.duplicate();
        block.limit(Math.min(bytes.limit(), bytes.position() + BLOCK));
        int written = channel.write(block);
        bytes.position(bytes.position() + written);
        return written;
    }
}
