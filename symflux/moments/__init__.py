"""From a linear model to second moments: the Bezout system over Z and Z[parameters], and the Lyapunov equation."""
