package org.unitscope.cli;

import java.util.Locale;
import org.unitscope.task.Progress;

/// Progress on standard error, for calls that last more than a second: one line that is overwritten
/// on a terminal, else a line every five seconds.
final class ConsoleProgress implements Progress, AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final int WIDTH = 78;

    private final Console console;
    private final long started = System.nanoTime();
    private long last = started;
    private boolean shown;

    ConsoleProgress(Console console) {
        this.console = console;
    }

    @Override
    public void report(String what, long done, long total) {
        long now = System.nanoTime();
        long pause = console.interactive() ? SECOND / 10 : 5 * SECOND;
        boolean due = now - started > SECOND && (now - last > pause || !shown);
        if (!due) {
            return;
        }
        last = now;
        shown = true;
        String line =
                String.format(Locale.ROOT, "%3d %%  %s", 100 * done / Math.max(1, total), what);
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
        if (console.interactive()) {
            console.err().print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            console.err().flush();
        } else {
            console.message(cut.strip());
        }
    }

    /// Wipes the line.
    @Override
    public void close() {
        if (shown && console.interactive()) {
            console.err().print("\r" + " ".repeat(WIDTH) + "\r");
            console.err().flush();
        }
    }
}
