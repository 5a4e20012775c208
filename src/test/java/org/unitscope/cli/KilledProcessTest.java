package org.unitscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.unitscope.run.RunStore;

/// The command line, killed at 200 moments: no finished run is lost, no file is half, and the same
/// command runs again and leaves nothing behind.
///
/// Three of four moments are drawn over the time of writing, more of them early, from when that is
/// first seen from outside; the fourth over the second half of the process's life.
@Tag("slow")
@DisabledOnOs(OS.WINDOWS) // where a killed process can keep its files open for a while
class KilledProcessTest {
    private static final int KILLS = 200;
    private static final long SEED = Long.getLong("tests.seed", 20261127);

    /// A small part of the moments over the time of writing: these are 149, and a machine under
    /// load stretches what is after it.
    private static final int LEAST_DURING = 30;

    /// Where the writing was over before it was seen, on a machine under load.
    private static final long LEAST_WRITING_NANOS = 1_500_000;

    private static final String SIZES =
            "DIR/mlp.json --set batch=8 --set width=16 --set features=8 --threads 1 ";

    /// Those that start quickly are killed more often.
    private static final List<KilledCommand> COMMANDS =
            List.of(
                    KilledCommand.of(
                            10, "sample " + SIZES + "--formats fp8 --seed 2 --out DIR/run", "run"),
                    KilledCommand.of(
                            6,
                            "sample " + SIZES + "--formats fp8 --scheme unit:paper --out DIR/new",
                            "new"),
                    KilledCommand.of(20, "analyze " + SIZES + "--out DIR/scaled", "scaled"),
                    KilledCommand.of(
                            52,
                            "report DIR/run DIR/scaled -o DIR/r.html --json DIR/r.json --csv DIR/r.csv",
                            "r.html",
                            "r.json",
                            "r.csv"),
                    KilledCommand.of(4, "report DIR/run -o DIR/r.pdf", "r.pdf"),
                    KilledCommand.of(20, "report DIR/run -o DIR/r.md", "r.md"),
                    KilledCommand.of(
                            28,
                            "rewrite DIR/mlp.json -o DIR/unit.json --factors DIR/f.csv",
                            "unit.json",
                            "f.csv"),
                    KilledCommand.of(
                            4,
                            "plan DIR/mlp.json --formats fp8 --patch DIR/p.json -o DIR/q.json",
                            "p.json",
                            "q.json"),
                    KilledCommand.of(
                            28,
                            "check DIR/run --policy DIR/policy.json --junit DIR/c.xml --markdown DIR/c.md",
                            "c.xml",
                            "c.md"),
                    KilledCommand.of(
                            28,
                            "export DIR/run --netron DIR/n.json --model-explorer-graph DIR/g.json",
                            "n.json",
                            "g.json"));

    /// Where the kill came.
    private enum Hit {
        BEFORE,
        DURING,
        AFTER
    }

    /// What a command does if nobody kills it.
    private record Whole(
            KilledCommand command,
            Map<String, Map<String, String>> before,
            Map<String, Map<String, String>> after,
            Map<String, Long> oldLengths,
            long lifeNanos,
            long writingNanos) {}

    @TempDir private Path folder = Path.of("");

    private Path base = Path.of("");
    private Path work = Path.of("");

    @BeforeEach
    void makeRunsAndOldFiles() throws IOException {
        base = Files.createDirectory(folder.resolve("base"));
        work = folder.resolve("work");
        Files.createDirectory(work);
        Files.copy(Path.of("../model-zoo/mlp.json"), work.resolve("mlp.json"));
        Files.copy(
                Path.of("../sample-runs/policies/fp8-representable.json"),
                work.resolve("policy.json"));
        again("sample " + SIZES + "--formats fp8 --out DIR/run");
        again("sample " + SIZES + "--formats fp8 --scheme unit:paper --out DIR/scaled");
        for (KilledCommand command : COMMANDS) {
            if (command.outputs().size() > 1) { // the others are new
                for (String output : command.outputs()) {
                    Files.writeString(work.resolve(output), "old " + output);
                }
            }
        }
        copy(work, base);
    }

    @Test
    void killsAtAnyMomentLoseNothing() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<Hit, Integer> hits = new EnumMap<>(Hit.class);
        int done = 0;
        for (KilledCommand command : COMMANDS) {
            Whole whole = whole(command);
            Map<Hit, Integer> own = new EnumMap<>(Hit.class);
            for (int i = 0; i < command.kills(); i++, done++) {
                boolean sharp = i % 4 != 0;
                double part = random.nextDouble();
                Hit hit = kill(whole, sharp, part);
                own.merge(hit, 1, Integer::sum);
                hits.merge(hit, 1, Integer::sum);
            }
            System.out.printf(
                    "%-12s life %4d ms, writing %5.1f ms, kills %s%n",
                    whole.command().outputs().getFirst(),
                    whole.lifeNanos() / 1_000_000,
                    whole.writingNanos() / 1e6,
                    own);
        }
        System.out.println(done + " kills with seed " + SEED + ": " + hits);
        assertThat(done).isEqualTo(KILLS);
        assertThat(hits.getOrDefault(Hit.DURING, 0)).isGreaterThanOrEqualTo(LEAST_DURING);
    }

    /// Runs the command twice to its end: what comes out, and how long it takes.
    private Whole whole(KilledCommand command) throws Exception {
        reset();
        Map<String, Map<String, String>> before = KilledCommand.seen(work);
        Map<String, Long> oldLengths = command.lengths(work);
        again(command.line());
        Map<String, Map<String, String>> after = KilledCommand.seen(work);
        assertThat(after.keySet()).containsAll(command.outputs());
        Map<String, Long> newLengths = command.lengths(work);

        reset();
        long started = System.nanoTime();
        Process process = CommandLineProcess.start(command.arguments(work));
        awaitBegin(command, process, oldLengths);
        long begun = System.nanoTime();
        while (process.isAlive() && !command.hasEnded(work, process.pid(), newLengths)) {
            Thread.onSpinWait();
        }
        long ended = System.nanoTime();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        long life = System.nanoTime() - started;
        assertThat(process.exitValue()).as(command.line()).isLessThan(2);
        assertThat(KilledCommand.seen(work)).as("twice the same").isEqualTo(after);
        assertThat(KilledCommand.leftovers(work)).isEmpty();
        return new Whole(
                command,
                before,
                after,
                oldLengths,
                life,
                Math.max(ended - begun, LEAST_WRITING_NANOS));
    }

    private void awaitBegin(KilledCommand command, Process process, Map<String, Long> oldLengths) {
        long pid = process.pid();
        while (process.isAlive() && !command.hasBegun(work, pid, oldLengths)) {
            LockSupport.parkNanos(20_000); // the child needs the processor
        }
    }

    private Hit kill(Whole whole, boolean sharp, double part) throws Exception {
        KilledCommand command = whole.command();
        reset();
        Process process = CommandLineProcess.start(command.arguments(work));
        long from = System.nanoTime();
        if (sharp) {
            awaitBegin(command, process, whole.oldLengths());
            from = System.nanoTime();
        }
        long delay =
                Math.round(
                        sharp
                                ? part * part * whole.writingNanos()
                                : (1 + part) / 2 * whole.lifeNanos());
        while (System.nanoTime() - from < delay) {
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String moment =
                "%s, killed %.3f ms after it began%s"
                        .formatted(command.line(), delay / 1e6, sharp ? " to write" : "");
        Hit hit = check(whole, process.pid(), moment);

        again(command.line());
        assertThat(KilledCommand.seen(work)).as("again: " + moment).isEqualTo(whole.after());
        assertThat(KilledCommand.leftovers(work)).as("again: " + moment).isEmpty();
        return hit;
    }

    private Hit check(Whole whole, long pid, String moment) throws Exception {
        List<Path> leftovers = KilledCommand.leftovers(work);
        for (Path left : leftovers) {
            assertThat(String.valueOf(left.getFileName()))
                    .as(moment)
                    .matches("\\.next|\\..+\\." + pid + "\\.tmp");
        }
        int replaced = 0;
        Map<String, Map<String, String>> seen = KilledCommand.seen(work);
        Map<String, Map<String, String>> others = new TreeMap<>(whole.before());
        for (String output : whole.command().outputs()) {
            Map<String, String> now = seen.remove(output);
            Map<String, String> old = others.remove(output);
            Map<String, String> complete = whole.after().getOrDefault(output, Map.of());
            assertThat(now == null || now.equals(old) || now.equals(complete))
                    .as("%s is whole: %s", output, moment)
                    .isTrue();
            assertThat(now == null && old != null).as("%s is lost: %s", output, moment).isFalse();
            replaced += complete.equals(now) ? 1 : 0;
            assertThat(RunStore.isFree(work.resolve(output))).as(moment).isTrue();
        }
        assertThat(seen).as("the others: " + moment).isEqualTo(others);
        // An empty one may be of the look, before the work, whether the file can be written.
        if (leftovers.stream().anyMatch(left -> left.toFile().length() > 0)) {
            return Hit.DURING;
        }
        return replaced == 0
                ? Hit.BEFORE
                : replaced == whole.command().outputs().size() ? Hit.AFTER : Hit.DURING;
    }

    /// The command in this process.
    private void again(String line) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);
        Console console = new Console(stream, stream, false, 100);
        String[] words = line.replace("DIR", work.toString()).split(" ");
        assertThat(CommandLineProcess.run(console, words))
                .as("%s: %s", line, text.toString(StandardCharsets.UTF_8))
                .isLessThan(2);
    }

    private void reset() throws IOException {
        try (Stream<Path> all = Files.walk(work)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        copy(base, work);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(path, target);
                }
            }
        }
    }
}
