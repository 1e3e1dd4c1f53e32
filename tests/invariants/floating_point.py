"""The same steady state by numpy and scipy, from the equations of motion: no code shared with the exact side.

Positions enter through u = sqrt(L) U^T q only, V = U L U^T, so that a kernel of V does no harm.
"""

import numpy as np
from scipy.linalg import solve_continuous_lyapunov


class FloatState:
    def __init__(self, network, values=None):
        numbers = {name: float(value) for name, value in (values or {}).items()}

        def number(value):
            return float(value.value) if value.is_constant else float(value.to_sympy().subs(numbers))

        self.network, size = network, len(network.sites)
        index = {site: k for k, site in enumerate(network.sites)}
        V = np.zeros((size, size))
        for site, pin in network.pinning.items():
            V[index[site], index[site]] += number(pin)
        for (i, j), k in network.springs.items():
            a, b, k = index[i], index[j], number(k)
            V[[a, b], [a, b]] += k
            V[[a, b], [b, a]] -= k
        mass = np.array([number(m) for m in network.masses.values()])
        gamma = np.array([number(network.friction(site)) for site in network.sites])
        T = np.array([number(network.baths[s].temperature) if s in network.baths else 0.0 for s in network.sites])
        levels, modes = np.linalg.eigh(V)
        kept = levels > 1e-9 * max(1.0, levels.max())
        S = np.sqrt(levels[kept])[:, None] * modes[:, kept].T  # u = S q, V = S^T S
        rank = S.shape[0]
        A = np.block([[-np.diag(gamma / mass), -S.T / mass[:, None]], [S, np.zeros((rank, rank))]])
        B = np.zeros_like(A)
        B[:size, :size] = np.diag(2 * gamma * T / mass**2)
        Q = solve_continuous_lyapunov(A, -B)
        self.condition = np.abs(A).sum() / np.abs(np.linalg.eigvals(A).real).min()
        self.vv, uv = Q[:size, :size], Q[size:, :size]
        self.back = modes[:, kept] / np.sqrt(levels[kept])  # q = back u + kernel
        self.qv, self.qq = self.back @ uv, self.back @ Q[size:, size:] @ self.back.T
        self.index, self.mass, self.gamma, self.T, self.number = index, mass, gamma, T, number
        self.kernel = modes[:, ~kept]

    def bond_flux(self, i, j):
        """k <(q_i - q_j)(v_i + v_j)>/2, which needs only the difference of the two positions."""
        a, b = self.index[i], self.index[j]
        k = self.number(self.network.spring(i, j))
        qv = self.qv
        return k * (qv[a, a] + qv[a, b] - qv[b, a] - qv[b, b]) / 2

    def bath_flux(self, i):
        a = self.index[i]
        return self.gamma[a] * (self.T[a] / self.mass[a] - self.vv[a, a])
