"""An exchange of sites that leaves K(s) as it is makes quantities equal; one that transposes K turns conductances."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual

a, b, a2, b2 = sympy.symbols("a b a2 b2", integer=True, positive=True)
c, K = (sympy.IndexedBase(name) for name in ("c", "K"))


def _exchanged() -> Iterator[tuple[sf.Network, dict[int, int]]]:
    """Networks, each with an exchange of its sites."""
    baths = {1: ("g", "T1"), 3: ("g", "T3")}
    yield sf.chain(3, spring="k", pinning="c", masses="m", baths=baths), {1: 3, 2: 2, 3: 1}
    yield sf.ring(4, spring="k", pinning="c", baths={**baths, 2: (1, "T2")}), {1: 3, 2: 2, 3: 1, 4: 4}
    yield sf.star(3, spring="k", pinning="c", baths={2: ("g", "T2"), 3: ("g", "T3")}), {1: 1, 2: 3, 3: 2}


def _mirrored(sign: int) -> sf.Network:
    """A triangle in a field along two bonds, which the exchange of 1 and 3 turns round, or one where it does not."""
    return sf.Network.from_edges(
        [(1, 2, "k"), (2, 3, "k"), (3, 1, 1)],
        pinning=1,
        baths={1: ("g", 1), 2: (1, 1), 3: ("g", 1)},
        magnetic={(1, 2): "w", (2, 3): "w" if sign > 0 else "-w"},
        real=["w"],
    )


def proof() -> Iterator[Residual]:
    for network, goes in _exchanged():
        state = network.steady_state()
        for site, image in goes.items():
            own, other = (state.kinetic_temperature(place).coefficients for place in (site, image))
            for bath, value in own.items():
                yield f"{network.name}: site {site}, bath {bath}", value - other[goes[bath]]
    turned, same = _mirrored(1).steady_state(), _mirrored(-1).steady_state()
    goes = {1: 3, 2: 2, 3: 1}
    for i in goes:
        for j in (j for j in goes if j != i):
            for state, pair in ((turned, (goes[j], goes[i])), (same, (goes[i], goes[j]))):
                value, image = state.conductance(i, j), state.conductance(*pair)
                yield f"conductance {i}, {j}", value.rational_function - image.rational_function


def instances() -> Iterator[Instance]:
    values = {"k": 2, "c": 1, "g": 3, "m": 1, "T1": 5, "T2": 3, "T3": 2}
    for network, goes in _exchanged():
        at = network.at({name: value for name, value in values.items() if name in network.parameters})
        state, labels = at.steady_state(), list(at.baths)
        point: dict[object, object] = {a: labels[0], b: labels[1], a2: goes[labels[0]], b2: goes[labels[1]]}
        for left in labels:
            point |= {c[site, left]: state.kinetic_temperature(site).coefficient(left) for site in goes}
            point |= {K[left, right]: state.conductance(left, right) for right in labels if right != left}
        yield point


ENTRY = Entry(
    id="exchanged_sites",
    title="An exchange of sites that leaves K(s) as it is makes quantities equal",
    variables={
        a: "a bath at a site",
        b: "another one",
        a2: "where the first goes",
        b2: "where the second goes",
        c: "c[i, b]: coefficient of T_b in the kinetic temperature of site i",
        K: "conductances",
    },
    statement=sympy.And(sympy.Eq(c[a, b], c[a2, b2]), sympy.Eq(K[a, b], K[a2, b2])),
    assumptions=(sympy.Ne(a, b),),
    argument=(
        "Let S permute the sites with S K(s) S^T = K(s), and each bath go to one of the same friction. Then S adj K "
        "S^T = adj K, so the answer of a site to a bath is that of its image to the image of the bath, and so is every "
        "mean per unit of that bath's temperature: of coordinates, and of the power of a bond, whose springs, fields "
        "and masses are the entries of K(s) off the diagonal. If S K S^T is the transpose of K instead, then S adj K "
        "S^T is that of adj K: N_ab goes to N_ba, and K_ab, the integral of w^2 |N_ab/P|^2, is equal to K_s(b)s(a). "
        "Turning all fields round transposes K, so this holds for two copies of a network, one in the fields turned "
        "round: k_ab(w) = k_ba(-w)."
    ),
    proof=proof,
    instances=instances,
    references=("L. Onsager, Phys. Rev. 38 (1931) 2265; H. B. G. Casimir, Rev. Mod. Phys. 17 (1945) 343",),
)
