/// Unit scaling (Blake, Orr, Luschi 2023, arXiv 2303.11257) as a rewrite of graphs.
@NullMarked
package org.unitscope.transform.unitscaling;

import org.jspecify.annotations.NullMarked;
