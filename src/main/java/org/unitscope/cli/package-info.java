/// The command line: the same engine as the window, without a display.
///
/// Parses, prints and sets exit codes; computes nothing. The only package that writes to standard
/// output. Most important types: [org.unitscope.cli.Unitscope], [org.unitscope.cli.Console],
/// [org.unitscope.cli.WindowOpener].
@NullMarked
package org.unitscope.cli;

import org.jspecify.annotations.NullMarked;
