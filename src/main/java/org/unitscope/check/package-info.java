/// Policies over stored runs: rules that tensors must keep, which of them a run breaks, and at
/// which operator upstream each break starts.
///
/// Judges what a run recorded and computes nothing anew; every number is the one of `tensors.csv`.
/// Most important: [org.unitscope.check.Policy], [org.unitscope.check.PolicyCheck],
/// [org.unitscope.check.Upstream].
@NullMarked
package org.unitscope.check;

import org.jspecify.annotations.NullMarked;
