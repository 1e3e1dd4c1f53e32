"""Linear programs, cones and arrangements over the rationals; no physics."""
