/// Factors of unit scaling for a function that a user writes down: derived, checked by sampling.
///
/// Formulas and their moments are package `formula`'s, how factors are tied is package
/// `transform`'s; here both meet. Reads and writes no files. Most important types:
/// [org.unitscope.factors.DerivedFactors], [org.unitscope.factors.SampledMoments].
@NullMarked
package org.unitscope.factors;

import org.jspecify.annotations.NullMarked;
