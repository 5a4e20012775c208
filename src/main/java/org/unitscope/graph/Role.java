package org.unitscope.graph;

/// What a tensor is in a training step. Together with the output it identifies a row of every
/// table.
public enum Role {
    ACTIVATION("A", "activation"),
    WEIGHT("W", "weight"),
    ACTIVATION_GRADIENT("gA", "gradient of the activation"),
    WEIGHT_GRADIENT("gW", "gradient of the weight");

    private final String symbol;
    private final String title;

    Role(String symbol, String title) {
        this.symbol = symbol;
        this.title = title;
    }

    /// `A`, `W`, `gA` or `gW`: the form of files and column heads.
    public String symbol() {
        return symbol;
    }

    /// In words.
    public String title() {
        return title;
    }

    /// Whether it belongs to the backward pass.
    public boolean isGradient() {
        return this == ACTIVATION_GRADIENT || this == WEIGHT_GRADIENT;
    }

    /// Whether it belongs to a parameter.
    public boolean isParameter() {
        return this == WEIGHT || this == WEIGHT_GRADIENT;
    }

    /// The role of the gradient of a tensor in this role.
    ///
    /// @throws IllegalStateException if this is a gradient already
    public Role gradient() {
        return switch (this) {
            case ACTIVATION -> ACTIVATION_GRADIENT;
            case WEIGHT -> WEIGHT_GRADIENT;
            default -> throw new IllegalStateException(symbol + " is a gradient already");
        };
    }

    /// The role with this symbol.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Role ofSymbol(String symbol) {
        for (Role role : values()) {
            if (role.symbol.equals(symbol)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role '" + symbol + "', must be A, W, gA or gW");
    }
}
