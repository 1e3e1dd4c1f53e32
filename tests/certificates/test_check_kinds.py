"""What the checker works out for networks of every kind, against the solver of the package, which shares no code."""

import random
from fractions import Fraction

import pytest
from kinds import KINDS

import symflux as sf
from symflux.algebra import Polynomial, RationalFunction
from symflux.certificates.certificate import network_of_table
from symflux.certificates.check import Checker, Network
from symflux.certificates.core import Rejected
from symflux.errors import SymfluxError
from symflux.model.labels import label_text
from symflux.quantities.claim import network_table
from symflux.quantities.quantity import quantity


def atoms(net):
    baths = [label_text(label) for label in net.baths]
    for i in net.sites:
        yield f"kinetic_temperature({i})"
        for j in net.sites:
            yield from (f"covariance({a}{i},{b}{j})" for a in "qvp" for b in "qvp")
            yield from (f"{name}({i},{j})" for name in ("flux", "position_difference", "diffusion") if i < j)
    for b in baths:
        yield from (f"bath_flux({b})", f"bath_diffusion({b})")
        yield from (f"conductance({b},{c})" for c in baths if c != b)
    yield from ("energy()", "entropy_production()")


def polynomial(checker, p):
    terms = [(tuple(checker.exponents(m).items()), Fraction(c)) for m, c in p.items()]
    whole = [(RationalFunction.constant(c), Polynomial.from_terms([(m, 1)])) for m, c in terms]
    return sum((c * RationalFunction.wrap(q) for c, q in whole), RationalFunction.constant(0))


def checked(table, atom):
    """The value of a quantity by the checker, None where it refuses it."""
    checker = Checker()
    try:
        net = Network(checker, table)
        top, bottom = net.by_integrals(atom, "determinants")
    except Rejected as rejection:
        return str(rejection)
    below = net.spreads[1] if "diffusion" in atom else net.moments[1]
    return polynomial(checker, top) / (polynomial(checker, bottom) * polynomial(checker, below))


def solved(state, atom):
    try:
        return quantity(state, atom).rational_function
    except SymfluxError:
        return None


def compare(net):
    """The number of quantities that are equal; both sides refuse the rest, or the checker knows one more reason."""
    state, table, equal = net.steady_state(), network_table(net), 0
    for atom in atoms(net):
        found, expected = checked(table, atom), solved(state, atom)
        if isinstance(found, str):
            refusals = ("has no mass", "without mass", "no mass between", "diffuses", "no energy", "both factors")
            assert any(words in found for words in refusals), (atom, found)
            assert expected is None or (atom.startswith("covariance") and "has no mass" in found), (atom, found)
        elif expected is not None:
            assert found == expected, atom
            equal += 1
    return equal


@pytest.mark.parametrize("net", KINDS.values(), ids=KINDS)
def test_every_quantity_with_letters_is_that_of_the_solver(net):
    assert compare(net) > 5


@pytest.mark.parametrize("net", KINDS.values(), ids=KINDS)
def test_the_table_of_a_network_is_read_back_as_the_network(net):
    assert network_of_table(network_table(net), net.real) == net


#: nothing holds a part, and what joins the parts is no spring
APART = {
    "inerter": {"masses": {1: "m", 2: "n", (1, 2): "C"}, "baths": {1: ("g", "T1"), 2: ("h", "T2")}},
    "field": {"magnetic": {(1, 2): "w"}, "baths": {1: ("g", "T1"), 2: ("h", "T2")}},
    "bath": {"masses": {1: "m", 2: "n"}, "baths": {1: ("g", "T1"), 2: ("h", "T2"), (1, 2): ("f", "T3")}},
}


@pytest.mark.parametrize("elements", APART.values(), ids=APART)
def test_parts_that_float_are_told_by_what_holds_positions(elements):
    net = sf.Network.from_edges([], sites=[1, 2], **elements)
    assert compare(net) >= 8
    hot, cold = list(net.baths)[:2]
    assert sf.prove(net.steady_state().conductance(hot, cold) > 0, seconds=20).is_proved


def drawn(chance):
    """A random network of any kind, or None where there is no steady state."""
    n = chance.randint(1, 4)
    sites = list(range(1, n + 1))
    pairs = [(i, j) for i in sites for j in sites if i < j]

    def number(real=False):
        value = Fraction(chance.randint(1, 7), chance.randint(1, 3))
        return -value if real and chance.random() < 0.4 else value

    springs = [
        (i, j, (number(True), number(True)) if chance.random() < 0.2 else number())
        for i, j in pairs
        if j == i + 1 or chance.random() < 0.4
    ]
    masses = {i: 0 if chance.random() < 0.3 else number() for i in sites}
    baths = {i: (number(), number()) for i in sites if chance.random() < 0.6}
    baths |= {i: [(number(), number()), (number(), number())] for i in sites if chance.random() < 0.15}
    try:
        net = sf.Network.from_edges(
            springs,
            sites=sites,
            masses=masses | {pair: number() for pair in pairs if chance.random() < 0.15},
            baths=baths | {pair: (number(), number()) for pair in pairs if chance.random() < 0.15},
            magnetic={pair: number(True) for pair in pairs if chance.random() < 0.2},
            drives={place: number() for place in (*sites, *pairs) if chance.random() < 0.12},
            feedback={(i, j): number(True) for i in sites for j in sites if chance.random() < 0.04},
            pinning={i: number() if chance.random() < 0.7 else 0 for i in sites},
        )
        net.steady_state()
    except SymfluxError:
        return None
    return net


def test_random_networks_of_every_kind():
    chance, equal, kinds = random.Random(5), 0, set()
    for _ in range(40):
        net = drawn(chance)
        if net is not None:
            equal += compare(net)
            kinds |= set(net.beyond_classic)
    assert equal > 800
    assert len(kinds) == 8
