"""Untrusted finders of points: witnesses, algebraic points, the open cylindrical decomposition."""
