"""One table of quantities: the checker, the steady state and LaTeX agree with it."""

import pytest

import symflux as sf
from symflux.certificates.check import LINEAR
from symflux.certificates.check import QUANTITIES as CHECKED
from symflux.errors import NetworkError
from symflux.quantities.quantity import Quantity, quantity
from symflux.quantities.registry import COEFFICIENT, FUNCTIONS, QUANTITIES, kind_of
from symflux.show.tex.names import atom_latex

LETTERS = {"site": "s", "bath": "b", "coordinate": "c"}
NET = sf.Network.from_edges([("A.1", "x-y", "k"), ("x-y", 3, 1)], pinning=1, baths={"A.1": (1, "Th"), 3: ("g", "Tc")})
ATOMS = [
    "flux(A.1,x-y)", "bath_flux(3)", "conductance(A.1,3)", "kinetic_temperature(x-y)", "covariance(qA.1,vx-y)",
    "position_difference(A.1,3)", "energy()", "entropy_production()", "hurwitz_determinant()", "energy_coefficient(3)",
    "covariance_coefficient(qA.1,p3,A.1)", "flux_coefficient(A.1,x-y,3)",
    "diffusion(A.1,x-y)", "bath_diffusion(3)",
]  # fmt: skip


def test_the_checker_has_the_same_table():
    ours = {}
    for name in FUNCTIONS:
        kind, is_coefficient = kind_of(name)
        ours[name] = "".join(LETTERS[what] for what in kind.arguments) + "b" * is_coefficient
    assert ours == CHECKED
    assert {kind.name for kind in QUANTITIES.values() if kind.is_linear} == set(LINEAR)


@pytest.mark.parametrize("atom", ATOMS)
def test_every_quantity_is_written_and_read_again(atom):
    found = Quantity.of_atom(atom, NET)
    assert found.atom == atom
    assert quantity(NET.steady_state(), atom).quantity == found
    assert atom_latex(atom)


def test_the_examples_cover_every_kind():
    named = {atom.partition("(")[0].removesuffix(COEFFICIENT) for atom in ATOMS}
    assert named == set(QUANTITIES)


@pytest.mark.parametrize(
    ("atom", "words"),
    [
        ("flux(A.1,B)", "no site B; sites: A.1, x-y, 3"), ("bath_flux(x-y)", "no bath x-y; baths: A.1, 3"),
        ("flux(3)", "expected 2 sites, as in flux\\(1,2\\)"), ("covariance(3,q3)", "a coordinate is q, v or p"),
        ("heat(3)", "no quantity is called heat"), ("energy(3)", "expected nothing"),
    ],
)  # fmt: skip
def test_a_quantity_that_is_none_says_why(atom, words):
    with pytest.raises(NetworkError, match=words):
        Quantity.of_atom(atom, NET)


@pytest.mark.parametrize(
    "claim",
    ["covariance(q1,v2) > 0", "position_difference(1,2) <= 2*T1", "entropy_production() >= 0", "energy() > 0",
     "covariance_coefficient(q1,q1,2) > 0", "diffusion(1,2) == bath_diffusion(1)", "bath_diffusion(2) > T2**2/50",
     "energy() == T1 + T2", "covariance(p1,p1) == covariance(v1,v1)"],
)  # fmt: skip
def test_every_quantity_can_be_claimed_from_text_and_python(claim):
    net = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    outcome = sf.prove(claim, given=["T1 > T2"], network=net, seconds=10)
    assert outcome.is_proved, outcome
    assert outcome.certificate.check().verdict == "proved"


def test_a_claim_is_the_same_from_python_and_from_text():
    net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    ss = net.steady_state()
    pairs = [
        (ss.covariance(("q", 1), ("v", 2)) > 0, "covariance(q1,v2) > 0"),
        (ss.energy() > 0, "energy() > 0"),
        (ss.entropy_production() >= 0, "entropy_production() >= 0"),
        (ss.bond_flux(1, 2).coefficient(1) > 0, "flux_coefficient(1,2,1) > 0"),
    ]
    for claim, text in pairs:
        one, other = (sf.prove(c, given="T1 > T2", network=net, seconds=10) for c in (claim, text))
        assert one.is_proved and one.certificate == other.certificate
