"""Linear laws of the fluxes of symmetric networks, from repeated frequencies.

M, V symmetric, M > 0, Gamma diagonal, R_ij = <v_i q_j>. For every antisymmetric A with A M^-1 V = V M^-1 A,

    sum over pairs i < j of A_ij (gamma_i/m_i + gamma_j/m_j) <q_i v_j> = 0.

Proof: M X = Gamma R + V Y with X, Y symmetric; multiply by A M^-1 from the right and take the trace: tr(X A) = 0, and
tr(Y A M^-1 V) = 0 because A M^-1 V = V M^-1 A is antisymmetric. Such A exist exactly where M^-1 V has a repeated
eigenvalue. The baths need not be equal. Derivation: ``symmetry_laws``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from flint import fmpq, fmpq_mat

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.generic_point import generic_points
from symflux.algebra.linear import Echelon
from symflux.algebra.rational_function import common_denominator
from symflux.certificates.check_family import FORMAT
from symflux.errors import ExpressionError, NetworkError
from symflux.family.certificate import FamilyCertificate
from symflux.family.parts import matrices, require_ordinary
from symflux.model.labels import Site
from symflux.model.network import Bond, Network
from symflux.quantities.claim import Claim, network_table

__all__ = ["SymmetryLaw", "symmetry_laws"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)
MAX_SITES = 24  #: n(n-1)/2 unknowns are solved for


@dataclass(frozen=True)
class SymmetryLaw:
    """One law: the sum of ``coefficients[i, j]`` times <q_i v_j> vanishes in every steady state of the network.

    >>> import symflux as sf
    >>> baths = {1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")}
    >>> law, = sf.family.symmetry_laws(sf.ring(3, spring="k", pinning="c", baths=baths))
    >>> print(law)
    (g1 + g2)*flux(1,2) + (g2 + g3)*flux(2,3) + (g1 + g3)*flux(3,1) == 0
    >>> law.cycle, law.certificate().check().kind
    ((1, 2, 3), 'symmetry law')
    """

    network: Network
    generator: tuple[tuple[Bond, RationalFunction], ...]  #: the entries A_ij, one of (i, j) and (j, i)

    @cached_property
    def coefficients(self) -> Mapping[Bond, RationalFunction]:
        """{(i, j): factor of <q_i v_j>}, without the pairs of which neither has a bath."""
        network, found = self.network, {}
        for (i, j), entry in self.generator:
            pull = network.friction(i) / network.masses[i] + network.friction(j) / network.masses[j]
            if pull:
                found[i, j] = entry * pull
        return found

    @cached_property
    def resistances(self) -> Mapping[Bond, RationalFunction]:
        """{(i, j): factor of the flux from i to j} of the terms that are bonds, in lowest common terms.

        Kirchhoff's voltage law with these resistances, where there are no other terms.
        """
        return {bond: value for bond, value in self._terms.items() if self.network.has_bond(*bond)}

    @property
    def others(self) -> Mapping[Bond, RationalFunction]:
        """{(i, j): factor of <q_i v_j>} of the terms that are no bonds."""
        return {bond: value for bond, value in self._terms.items() if not self.network.has_bond(*bond)}

    @cached_property
    def _terms(self) -> Mapping[Bond, RationalFunction]:
        network, terms = self.network, {}
        for (i, j), value in self.coefficients.items():
            terms[i, j] = value / network.spring(i, j) if network.has_bond(i, j) else value
        scale = common_denominator(terms.values())
        tops = [(value * scale).numerator for value in terms.values()]
        common = Polynomial.constant(0)
        for top in tops:
            common = common.gcd(top)
        return {bond: RationalFunction(top.exact_quotient(common)) for bond, top in zip(terms, tops, strict=True)}

    @cached_property
    def cycle(self) -> tuple[Site, ...] | None:
        """The cycle of bonds round which heat cannot flow by this law, or None where the law does not say so."""
        if self.others:
            return None
        links: dict[Site, list[Site]] = {}
        for (i, j), entry in self.generator:  # a bond far from all baths carries what its neighbours carry
            value = entry / self.network.spring(i, j) if self.network.has_bond(i, j) else _ZERO
            sign = value.sign(self.network.real)
            if not sign or set(value.names) & self.network.real:
                return None
            links.setdefault(i if sign > 0 else j, []).append(j if sign > 0 else i)
        start = next(iter(links))
        path = [start]
        while len(links.get(path[-1], [])) == 1 and links[path[-1]][0] not in path:
            path.append(links[path[-1]][0])
        closed = links.get(path[-1]) == [start] and len(path) == len(self.generator) > 2
        return tuple(path) if closed else None

    @property
    def claim(self) -> Claim:
        """The law as a claim; :class:`NetworkError` where it has terms that are no bonds."""
        if self.others:
            raise NetworkError(f"the law {self} speaks of pairs without a bond: it is no claim about fluxes")
        total = _ZERO
        for (i, j), value in self._terms.items():
            total = total + value * RationalFunction.variable(f"flux({i},{j})")
        return Claim(total, "==", _ZERO, self.network, self.network.real)

    def residual(self, state: Any = None) -> RationalFunction:
        """The left side in the steady state: zero. ``state`` is solved anew where none is given."""
        state = self.network.steady_state() if state is None else state
        total = _ZERO
        for (i, j), value in self._terms.items():
            term = state.bond_flux(i, j) if self.network.has_bond(i, j) else state.covariance(("q", i), ("v", j))
            total = total + value * term.rational_function
        return total

    def certificate(self) -> FamilyCertificate:
        """The checker multiplies out A M^-1 V = V M^-1 A; with a cycle, that heat cannot flow round it."""
        self.network.require_classic("certificates of families")
        data: dict[str, Any] = {
            "format": FORMAT,
            "kind": "symmetry law",
            "network": network_table(self.network),
            "generator": [[i, j, str(value)] for (i, j), value in self.generator],
        }
        if self.cycle is not None:
            data["cycle"] = list(self.cycle)
        return FamilyCertificate(data)

    def latex(self) -> str:
        """The law as LaTeX."""
        from symflux.show.tex.family import law_latex

        return law_latex(self)

    def __str__(self) -> str:
        def named(i: Site, j: Site, times: str) -> str:
            return times + (f"flux({i},{j})" if self.network.has_bond(i, j) else f"<q_{i} v_{j}>")

        return self.written(str, named, "*") + " == 0"

    def written(
        self, factor: Callable[[RationalFunction], str], named: Callable[[Site, Site, str], str], times: str
    ) -> str:
        """The sum of the terms, minus signs in front of them: ``factor`` writes a coefficient, ``named`` a flux."""
        text = ""
        for (i, j), value in self._terms.items():
            negative = value.numerator.leading_coefficient < 0
            size = -value if negative else value
            shown = f"({factor(size)})" if len(size.numerator) > 1 else factor(size)
            text += (" - " if negative else " + ") + (named(i, j, "") if size == 1 else shown + named(i, j, times))
        return text[3:] if text.startswith(" + ") else "-" + text[3:]

    def __repr__(self) -> str:
        return f"<{self}>"


def symmetry_laws(network: Network) -> list[SymmetryLaw]:
    """The linear laws of the fluxes that follow from repeated frequencies; empty where there are none.

    Exact for numbers and for symbolic couplings (laws that hold for all values of the parameters). Laws of bond fluxes
    alone come first; the others also need <q_i v_j> of pairs without a bond, one of which has a bath. Raises
    :class:`NetworkError` for more than 24 sites. Derivation ``symmetry_laws``.

    >>> import symflux as sf
    >>> symmetry_laws(sf.chain(3, spring="k", baths={1: ("g", "T1"), 3: ("g", "T3")}))
    []
    """
    require_ordinary(network, "symmetry laws")
    size = len(network.sites)
    if size > MAX_SITES:
        raise NetworkError(f"symmetry laws: {size} sites; up to {MAX_SITES}")
    if not any(network.friction(site) for site in network.sites):
        return []
    return [law for law in (SymmetryLaw(network, g) for g in _generators(network)) if law.coefficients]


def _generators(network: Network) -> list[tuple[tuple[Bond, RationalFunction], ...]]:
    """A basis of the antisymmetric A with A M^-1 V = V M^-1 A; those supported on bonds come first."""
    sites = network.sites
    if not _repeats_somewhere(network):
        return []
    masses, _, potential = matrices(network)
    pairs = list(combinations(range(len(sites)), 2))
    bonded = [pair for pair in pairs if network.has_bond(sites[pair[0]], sites[pair[1]])]
    ordered = bonded + [pair for pair in pairs if pair not in set(bonded)]
    quotient = [{j: entry / masses[i] for j, entry in row.items()} for i, row in enumerate(potential)]  # M^-1 V
    found: list[list[RationalFunction]] = []
    for unknowns in (bonded, ordered):
        if unknowns:
            found += [[*v, *[_ZERO] * (len(ordered) - len(v))] for v in _solutions(unknowns, quotient)]
    space, basis = Echelon(len(ordered)), []
    for vector in found:
        if space.add(vector):
            basis.append(vector)
    return [_oriented(network, {pair: x for pair, x in zip(ordered, v, strict=True) if x}) for v in basis]


def _solutions(
    unknowns: Sequence[tuple[int, int]], quotient: Sequence[Mapping[int, RationalFunction]]
) -> list[list[RationalFunction]]:
    """All A on these pairs for which A M^-1 V is antisymmetric: then it equals V M^-1 A, minus its transpose."""
    rows: dict[tuple[int, int], dict[int, RationalFunction]] = {}
    for number, (i, j) in enumerate(unknowns):
        for a, b, sign in ((i, j, 1), (j, i, -1)):  # A_ab (M^-1 V)_bc stands at (a, c), and is added to (c, a)
            for c, entry in quotient[b].items():
                row = rows.setdefault((min(a, c), max(a, c)), {})
                row[number] = row.get(number, _ZERO) + entry * sign
    return _null_space([{k: x for k, x in row.items() if x} for row in rows.values()], len(unknowns))


def _null_space(rows: Sequence[dict[int, RationalFunction]], width: int) -> list[list[RationalFunction]]:
    """A basis of the vectors orthogonal to sparse rows."""
    pivots: dict[int, dict[int, RationalFunction]] = {}
    for row in sorted(rows, key=len):
        row = dict(row)
        while row:
            first = min(row)
            if first not in pivots:
                lead = row[first]
                pivots[first] = {k: x / lead for k, x in row.items()}
                break
            _subtract(row, pivots[first], row[first])
    for first in sorted(pivots, reverse=True):
        for k in [k for k in pivots[first] if k != first and k in pivots]:
            _subtract(pivots[first], pivots[k], pivots[first][k])
    basis = []
    for free in (k for k in range(width) if k not in pivots):
        vector = [_ZERO] * width
        vector[free] = _ONE
        for pivot, row in pivots.items():
            if free in row:
                vector[pivot] = -row[free]
        basis.append(vector)
    return basis


def _subtract(target: dict[int, RationalFunction], row: Mapping[int, RationalFunction], factor: Any) -> None:
    for k, x in row.items():
        value = target.get(k, _ZERO) - factor * x
        if value:
            target[k] = value
        else:
            target.pop(k, None)


def _repeats_somewhere(network: Network) -> bool:
    """Whether M^-1 V has a repeated eigenvalue at a generic point; where it has none, no law holds identically."""
    names = network.coupling_parameters
    masses, _, potential = matrices(network)
    for point in generic_points(names, network.real, number=3):
        try:
            entries = [
                [(row[j] / masses[i]).evaluate(point) if j in row else 0 for j in range(len(masses))]
                for i, row in enumerate(potential)
            ]
        except (ExpressionError, ZeroDivisionError):
            continue
        matrix = fmpq_mat([[fmpq(e.numerator, e.denominator) for e in row] for row in entries])
        polynomial = matrix.charpoly()
        if polynomial.gcd(polynomial.derivative()).degree() == 0:
            return False
    return True


def _oriented(
    network: Network, entries: Mapping[tuple[int, int], RationalFunction]
) -> tuple[tuple[Bond, RationalFunction], ...]:
    """The entries under bonds as the user entered them; the first one with a positive sign."""
    sites, found = network.sites, []
    for (a, b), value in entries.items():
        i, j = sites[a], sites[b]
        found.append(((i, j), value) if (j, i) not in network.springs else ((j, i), -value))
    order = {bond: k for k, bond in enumerate(network.bonds)}
    found.sort(key=lambda item: order.get(item[0], len(order)))
    (first, lead), *_ = found
    spring = network.spring(*first) if network.has_bond(*first) else _ONE
    if (lead * spring).sign(network.real) == -1:
        found = [(bond, -value) for bond, value in found]
    return tuple(found)
