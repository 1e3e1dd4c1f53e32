"""Independent checks in floating point: they import the network only, never the exact solvers, and never feed back."""
