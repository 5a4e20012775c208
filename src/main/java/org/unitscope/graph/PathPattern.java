package org.unitscope.graph;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A pattern for the paths of tensors as people write it: `*` stands for anything, also for dots
/// and for nothing; everything else for itself. It matches whole paths.
public final class PathPattern {
    private final String text;
    private final Pattern pattern;

    private PathPattern(String text) {
        this.text = text;
        this.pattern =
                Pattern.compile(
                        Stream.of(text.split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")));
    }

    /// The pattern of a text; every text is one.
    public static PathPattern of(String text) {
        return new PathPattern(text);
    }

    /// Whether the whole path fits.
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
