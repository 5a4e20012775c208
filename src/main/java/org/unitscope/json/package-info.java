/// JSON that knows where in its file every value stands, so that a message about a file that people
/// write can name line and column, and the key that was probably meant.
///
/// Knows nothing of what the files hold: models are read in [org.unitscope.importer.json], policies
/// in [org.unitscope.check]. Most important: [org.unitscope.json.JsonTree],
/// [org.unitscope.json.JsonValue], [org.unitscope.json.JsonReading].
@NullMarked
package org.unitscope.json;

import org.jspecify.annotations.NullMarked;
