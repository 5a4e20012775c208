/// Reads model files in JSON (see `src/docs/model-format.md`).
///
/// The only package that knows the format. Nothing in a file is executed, nothing outside it is
/// read. Most important types: [org.unitscope.importer.json.JsonModels].
@NullMarked
package org.unitscope.importer.json;

import org.jspecify.annotations.NullMarked;
