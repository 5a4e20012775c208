/// Few power-of-two factors instead of many: which powers of two each tensor of a training step
/// allows ([org.unitscope.plan.TensorRanges]), and the fewest factors of both passes that bring all
/// of them inside their formats ([org.unitscope.plan.ScalingPlan]). It neither runs nor reads
/// models, and knows no operator by name.
@NullMarked
package org.unitscope.plan;

import org.jspecify.annotations.NullMarked;
