package org.unitscope.onnx;

/// An operator of the catalogue that ONNX has nothing to hold against, and why.
record NoCounterpart(String operator, String reason) {}
