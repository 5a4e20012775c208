package org.unitscope.app.text;

import org.unitscope.graph.Role;

/// The signs of the roles: filled for the forward pass, hollow for the backward pass, round for
/// activations, pointed for weights.
public final class RoleSign {
    private RoleSign() {}

    /// The sign of a role.
    public static String of(Role role) {
        return switch (role) {
            case ACTIVATION -> "●";
            case WEIGHT -> "▼";
            case ACTIVATION_GRADIENT -> "○";
            case WEIGHT_GRADIENT -> "▽";
        };
    }
}
