"""N equal copies of a part: two sectors of fixed size, uncorrelated, in which N is a plain parameter."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction
from symflux.family import Copies

n, mean, difference, covariance_same, covariance_other = sympy.symbols("n mean difference same other", real=True)


def families() -> list[Copies]:
    """A star, legs of two sites joined in every way, and two sides each of whose sites meets the other side."""
    star = sf.chain(2, spring=2, pinning=1, baths={1: (1, 3), 2: (2, 1)})
    legs = sf.Network.from_edges(
        [(0, "a", 1), (0, "A", 1), ("a", "b", 2), ("A", "B", 2), ("a", "B", 3), ("A", "b", 3), ("b", "B", 1)],
        pinning={0: 1},
        masses={"b": 2, "B": 2},
        baths={0: (1, 5), "b": (2, 1), "B": (2, 1)},
    )
    return [
        sf.family.copies(star, {"legs": ("N", [2])}),
        sf.family.copies(legs, {"legs": ("N", [["a", "b"], ["A", "B"]])}),
        sf.family.copies(star, {"left": ("N", [1]), "right": ("N + 1", [2])}),
    ]


def proof() -> Iterator[Residual]:
    for number, family in enumerate(families()):
        for size in (1, 2, 3):
            whole = family.at(N=size)
            table = [dict(zip(whole.sites, row, strict=True)) for row in whole.potential_matrix()]
            rows = dict(zip(whole.sites, table, strict=True))

            def copies_of(site: object, family: Copies = family, size: int = size) -> list[object]:
                count = family.count(site).substitute({"N": RationalFunction.constant(size)})  # type: ignore[arg-type]
                lone = family.part_of(site) is None  # type: ignore[arg-type]
                return [site] if lone else [f"{site}.{k + 1}" for k in range(int(count.value))]

            reduced = family.sectors["symmetric"].at({"N": size})
            for a in family.network.sites:
                for b in family.network.sites:
                    every = [sum(rows[x][y] for y in copies_of(b)) for x in copies_of(a)]
                    for entry in every[1:]:
                        yield f"family {number}, N = {size}: V P = P B at {a}, {b}", entry - every[0]
                    index = reduced.index(a), reduced.index(b)
                    expected = reduced.potential_matrix()[index[0]][index[1]]
                    yield f"family {number}, N = {size}: P^T V P at {a}, {b}", sum(every) - expected
            for part in family.parts:
                inner = family.sectors[part.name].at({"N": size} if "N" in family.sectors[part.name].parameters else {})
                for r, a in enumerate(part.sites):
                    for c, b in enumerate(part.sites):
                        first, other = copies_of(a), copies_of(b)
                        if len(first) > 1:
                            entry = rows[first[0]][other[0]] - rows[first[0]][other[1]]
                            yield f"V_same - V_other at {a}, {b}, N = {size}", entry - inner.potential_matrix()[r][c]


def instances() -> Iterator[Instance]:
    family = families()[0]
    symmetric, standard = (family.sectors[name] for name in ("symmetric", "legs"))
    for size in (1, 2, 5):
        state = family.at(N=size).steady_state()
        here = {"N": size}
        inner = standard.at(here) if "N" in standard.parameters else standard
        point: dict[object, object] = {n: size}
        point[mean] = symmetric.at(here).steady_state().covariance(("q", 2), ("q", 2))
        point[difference] = inner.steady_state().covariance(("q", "2.d"), ("q", "2.d"))
        point[covariance_same] = state.covariance(("q", "2.1"), ("q", "2.1"))
        if size > 1:
            point[covariance_other] = state.covariance(("q", "2.1"), ("q", "2.2"))
        else:  # there is no other copy: the statement says what it would be
            point[covariance_other] = point[mean].expr - point[difference].expr  # type: ignore[attr-defined]
        yield point


ENTRY = Entry(
    id="equal_copies",
    title="n equal copies of a part: the means and the differences are two uncorrelated networks of fixed size",
    variables={
        n: "number of copies of a part, a whole number of at least 1",
        mean: "covariance of two sites in the network of the means over the copies",
        difference: "the same in one copy with the matrix V_same - V_other, at the temperatures of the copies",
        covariance_same: "covariance of the two sites of one copy",
        covariance_other: "covariance of one site of a copy and the other site of another copy",
    },
    statement=sympy.And(
        sympy.Eq(covariance_same, mean + (1 - 1 / n) * difference),
        sympy.Eq(covariance_other, mean - difference / n),
    ),
    assumptions=(n >= 1,),
    argument=(
        "Let a group of permutations of the sites leave M, Gamma, V and the temperatures unchanged, P the 0/1 matrix "
        "of its orbits. Then V P = P B, and the same for M and Gamma; multiplied by P^T, the orbit means Q = (P^T "
        "P)^-1 P^T q obey the equations of the network with P^T M P, P^T Gamma P, P^T V P, whose noises have the same "
        "temperatures: the sum of mu noises of friction gamma is one of friction mu gamma. For S_n permuting the "
        "copies of a part, the differences y_(a,i) = q_(a,i) - Q_a form n - 1 copies of the standard representation, "
        "on which V acts as V_same - V_other: springs from every copy to a site outside enter V_same only through its "
        "diagonal. Noise is invariant under orthogonal changes of the copies, so the sectors are driven independently "
        "and are uncorrelated, and sum_i y_i = 0 gives <y_i y_j> = (delta_ij - 1/n) u, u the covariance of one copy of "
        "the standard sector. All is polynomial in n: n is a plain parameter. Uniqueness is asked sector by sector; a "
        "quantity that does not see a sector does not need it."
    ),
    proof=proof,
    instances=instances,
)
