"""The sign of a polynomial on a region: finders of proofs and of points; no physics."""
