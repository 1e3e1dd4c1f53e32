"""Bath fluxes are sums of K_ij (T_i - T_j); K is symmetric and not negative: integrated transmission."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import family, free, points, response, solved
from symflux.algebra import RationalFunction

ZERO = RationalFunction.constant(0)

n = sympy.Symbol("n", integer=True, positive=True)
i, j = sympy.symbols("i j", integer=True, positive=True)
K, T, phi, terms = (sympy.IndexedBase(name) for name in ("K", "T", "phi", "terms"))


def proof() -> Iterator[Residual]:
    s = RationalFunction.variable("s")
    for network in family():
        matrix, P, N = response(network, s)
        _, P_back, N_back = response(network, -s)
        size = len(matrix)
        friction = [network.friction(site) for site in network.sites]
        for a in range(size):
            for b in range(a, size):
                yield f"{network.name}: G_{a}{b} is symmetric", N[a][b] - N[b][a]
                product = ZERO
                dissipated = N[a][b] * P_back - N_back[a][b] * P
                for c in range(size):
                    product = product + matrix[a][c] * N[c][b]
                    if friction[c]:
                        dissipated = dissipated + 2 * s * friction[c] * N[a][c] * N_back[c][b]
                yield f"{network.name}: K N = P at {a}, {b}", product - (P if a == b else ZERO)
                yield f"{network.name}: G(s) - G(-s) = -2 s G(s) Gamma G(-s) at {a}, {b}", dissipated
    for ss in [*solved(), *(network.steady_state() for network in free())]:
        baths = ss.network.baths
        for left, bath in baths.items():
            total = ss.bath_flux(left).rational_function
            for right, other in baths.items():
                if left != right:
                    conductance = ss.conductance(left, right).rational_function
                    yield (
                        f"{ss.network.name}: K({left}, {right}) is symmetric",
                        conductance - ss.conductance(right, left).rational_function,
                    )
                    total = total - conductance * (bath.temperature - other.temperature)
            yield f"{ss.network.name}: flux of bath {left} in terms of K", total


def instances() -> Iterator[Instance]:
    s = RationalFunction.variable("s")
    apart = sf.Network.from_edges(
        [(1, 2, 1), (3, 4, 2)], pinning=1, baths={1: (1, 3), 2: (1, 1), 3: (2, 5)}, name="two pairs"
    )
    # 1 and 2 see each other through 3 and through 4, with opposite signs: no response at any frequency
    blind = sf.Network.from_edges(
        [(1, 3, 1), (2, 3, 1), (1, 4, 1), (2, 4, -1)], pinning={1: 3, 2: 3, 3: 3, 4: 5}, baths={1: (1, 3), 2: (1, 1)}
    )
    for network in (*points(), apart, blind):
        ss, baths = network.steady_state(), list(network.baths)
        _, _, N = response(network, s)
        point: dict[object, object] = {n: len(baths)}
        for r, left in enumerate(baths, start=1):
            point[T[r]] = network.baths[left].temperature
            point[phi[r]] = ss.bath_flux(left)
            for c, right in enumerate(baths, start=1):
                point[K[r, c]] = ss.conductance(left, right) if r != c else 0
                point[terms[r, c]] = len(N[network.index(left)][network.index(right)].numerator)
        for r in range(1, len(baths) + 1):
            yield point | {i: r, j: r % len(baths) + 1}


ENTRY = Entry(
    id="landauer_conductance",
    title="The bath fluxes are sum_j K_ij (T_i - T_j), K symmetric, K >= 0, and K_ij = 0 only where G_ij is zero",
    variables={
        n: "number of baths",
        i: "a bath",
        j: "another bath",
        K: "conductances: heat that bath j sends into bath i per unit of temperature",
        T: "bath temperatures",
        phi: "bath fluxes, positive into the network",
        terms: "number of terms of the polynomial N_ij(s) in G_ij = N_ij/P",
    },
    statement=sympy.And(
        sympy.Eq(phi[i], sympy.Sum(K[i, j] * (T[i] - T[j]), (j, 1, n))),
        sympy.Eq(K[i, j], K[j, i]),
        K[i, j] >= 0,
        sympy.Equivalent(K[i, j] > 0, terms[i, j] > 0),
    ),
    assumptions=(sympy.Ne(i, j),),
    argument=(
        "With G(s) = (M s^2 + Gamma s + V)^-1 the velocity at i answers the force xi_b at b by i w G_ib(i w), and the "
        "noise of bath b has the spectral density 2 gamma_b T_b: <v_i^2> = sum_b T_b (2 gamma_b/pi) Int_0^inf w^2 "
        "|G_ib(i w)|^2 dw. Put K_ij = (2 gamma_i gamma_j/pi) Int_0^inf w^2 |G_ij(i w)|^2 dw. Then phi_i = gamma_i "
        "T_i/m_i - gamma_i <v_i^2> = gamma_i T_i/m_i - sum_b K_ib T_b, b = i included. At equal temperatures phi_i = "
        "0 (derivation gibbs_state; or integrate G(s) - G(-s) = -2 s G(s) Gamma G(-s), times s, at i, "
        "i), so sum_b K_ib = gamma_i/m_i, and phi_i = sum_j K_ij (T_i - T_j). M, Gamma and V are symmetric, so G is, "
        "so K is. The integrand is not negative and continuous: K_ij >= 0, and K_ij = 0 forces G_ij(i w) = 0 for all "
        "w, that is N_ij = 0 as a polynomial. The integral converges: w^2 |G|^2 falls off like 1/w^2 and stays finite "
        "at w = 0 also where V has a kernel, because Lemma 1 makes the free motion touch a bath."
    ),
    proof=proof,
    instances=instances,
    references=(
        "M. Buettiker, Y. Imry, R. Landauer, S. Pinhas, Phys. Rev. B 31 (1985) 6207 (transmission form)",
        "A. Dhar, Adv. Phys. 57 (2008) 457 (heat in harmonic networks)",
    ),
)
