/// What a window shows in the place of results while there are none: nothing open, nothing asked
/// for, busy, failed.
///
/// Most important type: [org.unitscope.app.message.MessagePane].
@NullMarked
package org.unitscope.app.message;

import org.jspecify.annotations.NullMarked;
