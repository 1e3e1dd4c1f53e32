"""Untrusted finders of proofs: cones, linear programs, squares; the checker decides."""
