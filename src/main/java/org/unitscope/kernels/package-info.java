/// Array kernels: matrix products and elementary functions, with the pool of threads they run on.
///
/// Everything here gives the same bits on every machine and any number of threads: correctly
/// rounded operations only, in a stated order. Knows neither graphs nor operators. Most important
/// types: [org.unitscope.kernels.Workers], [org.unitscope.kernels.MatrixProducts],
/// [org.unitscope.kernels.ElementaryFunctions].
@NullMarked
package org.unitscope.kernels;

import org.jspecify.annotations.NullMarked;
