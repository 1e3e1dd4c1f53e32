"""What every element does to a network, as means of its linear model: <F o v> at each of its sites.

P_(e,i) = <F_(e,i) o v_i> (Stratonovich) is the power of element e at site i; at every site the powers add up to zero.
The heat of a bath is the power of its force along its direction, its own noise included; the flux of a bond i -> j is
the power that the bond delivers to j.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError, NetworkError
from symflux.model.labels import Label, Site, show_label
from symflux.model.network import Network
from symflux.moments.signal import Signal, acceleration, force_of, position, velocity

__all__ = ["BOND_KINDS", "Power", "Powers", "source_text"]

BOND_KINDS = ("spring", "magnetic", "mass", "bath")

_ONE = RationalFunction.constant(1)

Form = dict[Label, RationalFunction]  #: {source: coefficient}; a drive is ("drive", its label)


@dataclass(frozen=True)
class Power:
    """factor times <left o right>, one term of a power."""

    factor: RationalFunction
    left: Signal
    right: Signal


class Powers:
    """The powers of a network's elements as linear forms in the strengths of its sources."""

    def __init__(self, network: Network, moments: Callable[[], Any]):
        """``moments`` gives the solver when it is first needed."""
        self.network = network
        self.model = network.linear_model()
        self._moments = moments
        self.known: dict[tuple[Signal, Signal], Form] = {}  #: the means computed so far
        self.labels: list[Any] = [bath.label for bath in self.model.baths]
        self.labels += [("drive", drive.label) for drive in self.model.drives]

    # means ----------------------------------------------------------------------------------------------

    def mean(self, left: Signal, right: Signal, what: str) -> Form:
        """<left o right> per unit of every source; :class:`DivergenceError` names the sources that make it infinite."""
        key = (left, right)
        if key not in self.known:
            found: Form = {}
            guilty: list[Any] = []
            reason = ""
            for number, label in enumerate(self.labels):
                try:
                    found[label] = self._moments().mean(number, left, right)
                except DivergenceError as error:
                    if self._is_stretched(left, right):
                        (i, _), (j, _) = sorted(left.weights, key=lambda item: -item[1])
                        found[label] = self._moments().position_velocity(number, i, j)
                        continue
                    guilty.append(label)
                    reason = str(error).removeprefix("this mean diverges: ")
            if guilty:
                shown = ", ".join(source_text(label) for label in guilty)
                raise DivergenceError(f"{what} diverges, it is infinite: {reason} (by {shown})", guilty)
            self.known[key] = found
        return self.known[key]

    def _is_stretched(self, left: Signal, right: Signal) -> bool:
        """The power of a spring whose own length diffuses, as a potential with a skew kernel lets it: half of what it
        gives to j less what it gives to i, the antisymmetric part of k <q_i v_j>, is finite and conserved at the sites.
        """
        is_spring = left.order == 0 and right.order == 1 and not left.sources and not right.sources
        return self.network.is_classic and is_spring and sorted(w for _, w in left.weights) == [-1, 1]

    def total(self, terms: list[Power], what: str) -> Form:
        """The sum of terms as a form in the sources."""
        found: Form = {}
        for term in terms:
            for label, value in self.mean(term.left, term.right, what).items():
                part = value if term.factor == 1 else term.factor * value
                found[label] = found[label] + part if label in found else part
        return found or dict.fromkeys(self.labels, RationalFunction.constant(0))

    # elements -------------------------------------------------------------------------------------------

    def baths(self, labels: list[Label]) -> list[Power]:
        """The heat of baths along one direction together, INTO the network."""
        numbers = [self.network.bath_number(label) for label in labels]
        return [Power(_ONE, force_of(*numbers), velocity(dict(self.model.baths[numbers[0]].direction)))]

    def delivered(self, i: Site, j: Site, by: str | None) -> list[Power]:
        """What the elements between i and j deliver to j, all of them or one kind."""
        if by is not None and by not in BOND_KINDS:
            raise NetworkError(f"by={by!r}: use one of {', '.join(BOND_KINDS)}")
        a, b = self.network.index(i), self.network.index(j)
        kinds = {"spring": self._spring, "magnetic": self._magnetic, "mass": self._inerter, "bath": self._between}
        return [term for kind in BOND_KINDS if by in (None, kind) for term in kinds[kind](i, j, a, b)]

    def joins(self, i: Site, j: Site) -> bool:
        """Whether any element joins the two sites."""
        return any(True for kind in self._joining() for pair in kind if set(pair) == {i, j})

    def pairs(self) -> list[tuple[Site, Site]]:
        """Every pair of sites that an element joins, in the order and direction entered, springs first."""
        found: dict[frozenset[Site], tuple[Site, Site]] = {}
        for kind in self._joining():
            for pair in kind:
                found.setdefault(frozenset(pair), pair)
        return list(found.values())

    def _joining(self) -> Iterator[list[tuple[Site, Site]]]:
        network = self.network
        yield list(network.bonds)
        yield [bond for bond, _ in network.magnetic_items]
        yield [bond for bond, _ in network.inerter_items]
        yield [(bath.sites[0], bath.sites[1]) for bath in network.bath_items if len(bath.sites) == 2]

    def _spring(self, i: Site, j: Site, a: int, b: int) -> Iterator[Power]:
        constant = self.network.spring(j, i)
        if constant:
            yield Power(constant, position({a: 1, b: -1}), velocity({b: 1}))

    def _magnetic(self, i: Site, j: Site, a: int, b: int) -> Iterator[Power]:
        for bond, field in self.network.magnetic_items:
            if set(bond) == {i, j}:
                yield Power(-field if bond == (i, j) else field, velocity({a: 1}), velocity({b: 1}))

    def _inerter(self, i: Site, j: Site, a: int, b: int) -> Iterator[Power]:
        for bond, mass in self.network.inerter_items:
            if set(bond) == {i, j}:
                yield Power(mass, acceleration({a: 1, b: -1}), velocity({b: 1}))

    def _between(self, i: Site, j: Site, a: int, b: int) -> Iterator[Power]:
        for number, bath in enumerate(self.network.bath_items):
            if len(bath.sites) == 2 and set(bath.sites) == {i, j}:
                yield Power(_ONE, force_of(number), velocity({b: 1 if bath.sites[0] == j else -1}))

    def directed(self, i: Site, j: Site) -> list[Power]:
        """The work of a directed spring: what it delivers to both of its ends."""
        a, b = self.network.index(i), self.network.index(j)
        return [*self._spring(i, j, a, b), *self._spring(j, i, b, a)]

    def drive(self, sites: tuple[Site, ...]) -> list[Power]:
        """The work of the drive at this place."""
        baths = len(self.model.baths)
        return [
            Power(_ONE, force_of(baths + number), velocity(dict(drive.direction)))
            for number, drive in enumerate(self.model.drives)
            if {self.model.sites[k] for k, _ in drive.direction} == set(sites)
        ]

    def feedback(self, on: Site) -> list[Power]:
        """The work of the feedback forces on a site."""
        index = self.network.index
        return [
            Power(-h, velocity({index(of): 1}), velocity({index(site): 1}))
            for (site, of), h in self.network.feedback_items
            if site == on
        ]

    def all_work(self) -> list[Power]:
        """Every directed spring, drive and feedback force."""
        terms = [term for bond, _ in self.network.directed_items for term in self.directed(*bond)]
        terms += [term for drive in self.network.drive_items for term in self.drive(drive.sites)]
        return terms + [term for site in self.network.sites for term in self.feedback(site)]

    # the first law ----------------------------------------------------------------------------------------

    def at_site(self, site: Site) -> list[Power]:
        """Every power at a site, which add up to zero; inertia and pinning have none (total derivatives)."""
        k = self.network.index(site)
        others = [pair[1] if pair[0] == site else pair[0] for pair in self.pairs() if site in pair]
        terms = [term for other in others for term in self.delivered(other, site, None)]
        for number, bath in enumerate(self.network.bath_items):
            if bath.sites == (site,):
                terms.append(Power(_ONE, force_of(number), velocity({k: 1})))
        baths = len(self.model.baths)
        for number, drive in enumerate(self.model.drives):
            for place, sign in drive.direction:
                if place == k:
                    terms.append(Power(_ONE, force_of(baths + number), velocity({k: sign})))
        return terms + self.feedback(site)


def source_text(label: Any) -> str:
    """A source of noise for a message.

    >>> source_text(1), source_text((1, 2)), source_text(("drive", 1))
    ('bath 1', 'bath 1-2', 'drive 1')
    """
    if isinstance(label, tuple) and label and label[0] == "drive":
        return f"drive {show_label(label[1])}"
    return f"bath {show_label(label)}"
