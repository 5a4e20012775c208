package org.unitscope.operators.library;

import org.unitscope.operators.OperatorDoc;
import org.unitscope.operators.SumOfTwo;

/// `y = a − b` with broadcasting.
public final class Subtract extends SumOfTwo {
    @Override
    public OperatorDoc doc() {
        return new OperatorDoc(
                "subtract",
                "Subtract",
                "Subtracts the second tensor from the first element by element, with broadcasting.",
                "y = a - b",
                "");
    }

    @Override
    protected double sign() {
        return -1;
    }
}
