/// The numbers of the selected node in all four roles.
///
/// A table of what the run holds; computes nothing. Most important types:
/// [org.unitscope.app.details.DetailsView], [org.unitscope.app.details.DetailsViewModel],
/// [org.unitscope.app.details.DetailRow].
@NullMarked
package org.unitscope.app.details;

import org.jspecify.annotations.NullMarked;
