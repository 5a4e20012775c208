package org.unitscope.run;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The file system of a [FaultyDisk]: tells it of every change, and leaves the rest to the real
/// one.
final class FaultyFileSystem extends FileSystem {
    private final FileSystem real = FileSystems.getDefault();
    private final FileSystemProvider provider;

    FaultyFileSystem(FaultyDisk disk) {
        provider = new Provider(disk);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        return real.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    private static final class Provider extends FileSystemProvider {
        private final FaultyDisk disk;

        Provider(FaultyDisk disk) {
            this.disk = disk;
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            Path real = FaultyDisk.real(path);
            if (!options.contains(StandardOpenOption.WRITE)) {
                return Files.newByteChannel(real, options, attributes);
            }
            disk.step(FaultyDisk.Step.MAKE);
            return disk.faulty(Files.newByteChannel(real, options, attributes));
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(
                Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
            List<Path> paths = new ArrayList<>();
            try (DirectoryStream<Path> stream =
                    Files.newDirectoryStream(
                            FaultyDisk.real(folder), path -> filter.accept(disk.on(path)))) {
                stream.forEach(path -> paths.add(disk.on(path)));
            }
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return paths.iterator();
                }

                @Override
                public void close() {
                    // read to its end
                }
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes)
                throws IOException {
            disk.step(FaultyDisk.Step.MAKE);
            Files.createDirectory(FaultyDisk.real(folder), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            if (Files.exists(FaultyDisk.real(path), LinkOption.NOFOLLOW_LINKS)) {
                disk.step(FaultyDisk.Step.REMOVE);
            }
            Files.delete(FaultyDisk.real(path));
        }

        @Override
        public void move(Path from, Path to, CopyOption... options) throws IOException {
            // As the JDK does: unless the move is to be atomic, what is there is removed first.
            if (!List.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
                disk.step(FaultyDisk.Step.REMOVE);
                Files.deleteIfExists(FaultyDisk.real(to));
            }
            disk.step(FaultyDisk.Step.MOVE);
            Files.move(FaultyDisk.real(from), FaultyDisk.real(to), options);
        }

        @Override
        public void copy(Path from, Path to, CopyOption... options) {
            throw new UnsupportedOperationException("copies can be seen half done");
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            Path real = FaultyDisk.real(path);
            real.getFileSystem().provider().checkAccess(real, modes);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(
                Path path, Class<A> type, LinkOption... options) throws IOException {
            return Files.readAttributes(FaultyDisk.real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(
                Path path, String attributes, LinkOption... options) throws IOException {
            return Files.readAttributes(FaultyDisk.real(path), attributes, options);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return Files.getFileAttributeView(FaultyDisk.real(path), type, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return Files.getFileStore(FaultyDisk.real(path));
        }

        @Override
        public boolean isSameFile(Path one, Path other) throws IOException {
            return Files.isSameFile(FaultyDisk.real(one), FaultyDisk.real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return Files.isHidden(FaultyDisk.real(path));
        }

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI address, Map<String, ?> options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI address) {
            return disk.system();
        }

        @Override
        public Path getPath(URI address) {
            throw new UnsupportedOperationException();
        }
    }
}
