/// Random numbers that are addressed, not drawn: a number depends on run seed, node path, purpose
/// and index alone. Most important type: [org.unitscope.random.RandomStream].
@NullMarked
package org.unitscope.random;

import org.jspecify.annotations.NullMarked;
