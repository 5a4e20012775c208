package org.unitscope.operators;

/// The shape of the law of one element, as far as rules rely on it.
public enum LawFamily {
    /// A sum of many independent terms.
    GAUSSIAN,
    /// Anything else.
    OTHER
}
