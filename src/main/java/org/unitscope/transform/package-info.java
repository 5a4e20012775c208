/// Rewrites of graphs, `Graph → Graph + log`: loss scaling, unit scaling.
@NullMarked
package org.unitscope.transform;

import org.jspecify.annotations.NullMarked;
