"""The one noun that every solver and every check reads: K(d/dt) q = noise with K(s) = M s^2 + D s + V.

This is the only file that assembles a matrix from the elements of a network. With u_b the direction of bath b, e_i
the unit vector of a site and u_ij = e_i - e_j:

| element | adds to |
|---|---|
| mass m of site i, inerter m between i and j | M: m e_i e_i^T, m u_ij u_ij^T |
| pinning c of site i, spring k between i and j | V: c e_i e_i^T, k u_ij u_ij^T |
| directed spring (k_ij, k_ji): F_i = k_ij (q_j - q_i), F_j = k_ji (q_i - q_j) | V: k_ij e_i u_ij^T - k_ji e_j u_ij^T |
| magnetic field w: F_i = w v_j, F_j = -w v_i | D: -w e_i e_j^T + w e_j e_i^T |
| feedback h: a force -h v_j on i | D: h e_i e_j^T |
| bath b of friction gamma_b: a force -u_b gamma_b (u_b . v) + u_b sqrt(2 gamma_b T_b) xi_b | D: gamma_b u_b u_b^T |
| drive of strength E along u: a force u sqrt(2 E) xi | nothing |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from symflux.algebra import RationalFunction
from symflux.algebra.ring import name_key
from symflux.algebra.sparse_matrix import SparseMatrix
from symflux.model.elements import Elements, Label
from symflux.model.labels import Site

__all__ = ["Direction", "LinearModel", "ModelBath", "ModelDrive", "linear_model"]

Direction = tuple[tuple[int, int], ...]  #: ((site's number, 1),) or ((i's number, 1), (j's number, -1))

_Terms = Iterator[tuple[int, int, RationalFunction]]


@dataclass(frozen=True)
class ModelBath:
    """A bath of the model: friction times direction in D, and white noise of strength 2 gamma T along it."""

    label: Label
    direction: Direction
    friction: RationalFunction
    temperature: RationalFunction

    @property
    def index(self) -> int | None:
        """The number of its site, None for a bath between two sites."""
        return self.direction[0][0] if len(self.direction) == 1 else None


@dataclass(frozen=True)
class ModelDrive:
    """A drive of the model: white noise of strength 2 E along a direction, without friction."""

    label: Label
    direction: Direction
    strength: RationalFunction


@dataclass(frozen=True)
class LinearModel:
    """M, D, V as sparse exact matrices over the sites, with the baths and drives.

    Masses in M, frictions and magnetic fields in D (mass per time), springs and pinning in V (energy per length
    squared); temperatures are energies (k_B = 1). Frozen, hashable, equal by content. Derivation ``moment_equations``.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([(1, 2, "k")], pinning="c", baths={1: ("g", "T1"), 2: (1, "T2")})
    >>> model = net.linear_model()
    >>> str(model.mass[0, 0]), str(model.damping[0, 0]), str(model.coupling[0, 1])
    ('1', 'g', '-k')
    >>> [(bath.label, bath.direction, str(bath.temperature)) for bath in model.baths]
    [(1, ((0, 1),), 'T1'), (2, ((1, 1),), 'T2')]
    >>> model == net.linear_model(), model.size, model.parameters, model.drives
    (True, 2, ('c', 'g', 'k'), ())
    """

    sites: tuple[Site, ...]
    mass: SparseMatrix
    damping: SparseMatrix
    coupling: SparseMatrix
    baths: tuple[ModelBath, ...]
    drives: tuple[ModelDrive, ...] = ()

    @property
    def size(self) -> int:
        """The number of sites."""
        return len(self.sites)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names in M, D and V, in canonical order: temperatures and drives are not among them."""
        values = [v for matrix in (self.mass, self.damping, self.coupling) for _, _, v in matrix.entries()]
        values += [bath.friction for bath in self.baths]
        return tuple(sorted({name for value in values for name in value.names}, key=name_key))

    @cached_property
    def masses(self) -> tuple[RationalFunction, ...]:
        """The diagonal of M: the masses of the sites, inerters included."""
        return tuple(self.mass.diagonal())

    @cached_property
    def frictions(self) -> tuple[RationalFunction, ...]:
        """The diagonal of D."""
        return tuple(self.damping.diagonal())

    @cached_property
    def temperatures(self) -> dict[Label, RationalFunction]:
        """{bath label: temperature}."""
        return {bath.label: bath.temperature for bath in self.baths}

    def __getstate__(self) -> dict[str, object]:
        return {key: getattr(self, key) for key in self.__dataclass_fields__}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)


def linear_model(elements: Elements) -> LinearModel:
    """The linear model of the elements of a network; kept with them, as a cached property would be."""
    known: LinearModel | None = elements.__dict__.get("_linear_model")
    if known is None:
        known = elements.__dict__["_linear_model"] = _assembled(elements)
    return known


def _assembled(elements: Elements) -> LinearModel:
    size = len(elements.sites)
    return LinearModel(
        sites=elements.sites,
        mass=SparseMatrix.of(size, _mass_terms(elements)),
        damping=SparseMatrix.of(size, _damping_terms(elements)),
        coupling=SparseMatrix.of(size, _coupling_terms(elements)),
        baths=tuple(
            ModelBath(bath.label, _direction(elements, bath.sites), bath.friction, bath.temperature)
            for bath in elements.bath_items
        ),
        drives=tuple(
            ModelDrive(drive.label, _direction(elements, drive.sites), drive.strength) for drive in elements.drive_items
        ),
    )


def _direction(elements: Elements, sites: tuple[Site, ...]) -> Direction:
    return tuple((elements.index(site), sign) for site, sign in zip(sites, (1, -1), strict=False))


def _along(direction: Direction, value: RationalFunction) -> _Terms:
    """value u u^T."""
    for i, a in direction:
        for j, b in direction:
            yield i, j, value if a == b else -value


def _between(elements: Elements, items: Iterable[tuple[tuple[Site, ...], RationalFunction]]) -> _Terms:
    for sites, value in items:
        yield from _along(_direction(elements, sites), value)


def _mass_terms(elements: Elements) -> _Terms:
    for i, mass in enumerate(elements.mass_items):
        yield i, i, mass
    yield from _between(elements, elements.inerter_items)


def _coupling_terms(elements: Elements) -> _Terms:
    for i, pin in enumerate(elements.pinning_items):
        yield i, i, pin
    yield from _between(elements, elements.spring_items)
    for (site, other), (on_site, on_other) in elements.directed_items:
        i, j = elements.index(site), elements.index(other)
        yield from ((i, i, on_site), (i, j, -on_site), (j, j, on_other), (j, i, -on_other))


def _damping_terms(elements: Elements) -> _Terms:
    for bath in elements.bath_items:
        yield from _along(_direction(elements, bath.sites), bath.friction)
    for (site, other), field in elements.magnetic_items:
        i, j = elements.index(site), elements.index(other)
        yield from ((i, j, -field), (j, i, field))
    for (on, of), strength in elements.feedback_items:
        yield elements.index(on), elements.index(of), strength
