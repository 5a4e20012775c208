package org.unitscope.comparison;

/// What tells that two tensors of two runs are the same, from the surest to the weakest; an earlier
/// one goes before a later one.
public enum AlignedBy {
    /// A pair of the user's mapping file.
    MAPPING("mapping"),
    /// The same path.
    ID("id"),
    /// A rewrite of the model says which tensor it was made from.
    ORIGIN("origin"),
    /// The last segments of the path, shared by no other tensor of either run.
    NAME("name"),
    /// The same place among tensors of the same operator and shape in the same block.
    POSITION("position");

    private final String label;

    AlignedBy(String label) {
        this.label = label;
    }

    /// The word on screen and in files.
    public String label() {
        return label;
    }
}
