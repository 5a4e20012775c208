/// What an operator is: the contract, the rule types, the families that make one short, the
/// catalogue.
///
/// One operator is one file in [org.unitscope.operators.library] and one line in the catalogue;
/// engines, importers, reports and screens only ever see the contract. No operator knows a number
/// format. Most important types: [org.unitscope.operators.Operator],
/// [org.unitscope.operators.MomentRule], [org.unitscope.operators.OperatorCatalogue].
@NullMarked
package org.unitscope.operators;

import org.jspecify.annotations.NullMarked;
