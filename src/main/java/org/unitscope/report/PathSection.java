package org.unitscope.report;

import java.util.ArrayList;
import java.util.List;
import org.unitscope.analysis.Explanation.Step;

/// A path cut for reading: steps one by one, and blocks that repeat folded into one.
///
/// A block is what shares a numbered prefix (`blocks.3`). Blocks of one name that follow each other
/// with the same steps are alike; of three and more the first is shown, the others are folded.
///
/// @param steps one, or all steps of the folded blocks
/// @param blocks how many blocks are folded; 0 for a single step
public record PathSection(List<Step> steps, int blocks) {
    private static final int LEAST = 2;

    /// Copies the list.
    public PathSection {
        steps = List.copyOf(steps);
    }

    /// The sections of a path.
    public static List<PathSection> of(List<Step> path) {
        List<Block> blocks = blocks(path);
        List<PathSection> sections = new ArrayList<>();
        int i = 0;
        while (i < blocks.size()) {
            int end = i + 1;
            while (end < blocks.size() && blocks.get(end).isLike(blocks.get(i))) {
                end++;
            }
            addSingly(sections, blocks.get(i).steps());
            List<Block> others = blocks.subList(i + 1, end);
            List<Step> steps = others.stream().flatMap(b -> b.steps().stream()).toList();
            if (others.size() >= LEAST) {
                sections.add(new PathSection(steps, others.size()));
            } else {
                addSingly(sections, steps);
            }
            i = end;
        }
        return sections;
    }

    private static void addSingly(List<PathSection> sections, List<Step> steps) {
        steps.forEach(step -> sections.add(new PathSection(List.of(step), 0)));
    }

    /// Steps of one block.
    ///
    /// @param name before the number; empty outside of blocks
    /// @param pattern what the steps are, without the number
    private record Block(String name, String number, List<Step> steps, List<String> pattern) {
        boolean isLike(Block other) {
            return !name.isEmpty()
                    && name.equals(other.name)
                    && !number.equals(other.number)
                    && pattern.equals(other.pattern);
        }
    }

    private static List<Block> blocks(List<Step> path) {
        List<Block> blocks = new ArrayList<>();
        for (Step step : path) {
            String[] parts = split(step.key().tensor().path());
            String pattern = step.key().role() + parts[2] + step.operator();
            Block last = blocks.isEmpty() ? null : blocks.getLast();
            if (last != null && last.name.equals(parts[0]) && last.number.equals(parts[1])) {
                last.steps.add(step);
                last.pattern.add(pattern);
            } else {
                blocks.add(
                        new Block(
                                parts[0],
                                parts[1],
                                new ArrayList<>(List.of(step)),
                                new ArrayList<>(List.of(pattern))));
            }
        }
        return blocks;
    }

    /// Before the first number of a path, the number, and the rest.
    private static String[] split(String path) {
        String[] segments = path.split("\\.", -1);
        for (int i = 1; i < segments.length; i++) {
            if (segments[i].matches("\\d+")) {
                String name = String.join(".", List.of(segments).subList(0, i));
                List<String> rest = List.of(segments).subList(i + 1, segments.length);
                return new String[] {name, segments[i], String.join(".", rest)};
            }
        }
        return new String[] {"", "", path};
    }

    /// Whether it is several blocks.
    public boolean isFolded() {
        return blocks > 0;
    }

    /// The step, or the last one of the blocks.
    public Step last() {
        return steps.getLast();
    }

    /// By how many octaves the RMS grows in it.
    public double octaves() {
        return steps.stream().mapToDouble(Step::octaves).sum();
    }

    /// `blocks.1 … blocks.11`, or the path of the step's tensor.
    public String title() {
        if (!isFolded()) {
            return last().key().tensor().path();
        }
        String[] first = split(steps.getFirst().key().tensor().path());
        String[] last = split(last().key().tensor().path());
        return first[0] + "." + first[1] + " … " + last[0] + "." + last[1];
    }
}
