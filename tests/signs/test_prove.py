"""Claims answered: never wrongly, always with evidence that the checker accepts."""

import json
import time
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import symflux as sf
from symflux.certificates import check
from symflux.certificates.certificate import Certificate
from symflux.errors import ExpressionError, NetworkError, SignError
from symflux.model.families import chain, ring, star
from symflux.model.network import Network
from symflux.quantities.claim import Claim
from symflux.signs.prove import prove

TRIANGLE = Network.from_edges(
    [(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, name="triangle"
)


def verified(outcome, path):
    """The outcome, after its certificate went through a file and the checker."""
    assert outcome.verdict in ("proved", "refuted"), outcome.reason
    outcome.certificate.save(path / "c.json")
    found = check(path / "c.json")
    assert found.verdict == outcome.verdict
    return outcome


TRUE = [
    ("a**2 + b**2 >= 2*a*b", [], []),
    ("(a + b)**2 > a**2", [], []),
    ("a/(a + b) < 1", [], []),
    ("a > b", ["a > 2*b"], []),
    ("a >= b", ["a - b >= c"], []),
    ("x**2 + 1 > 0", [], ["x"]),
    ("x**2 + y**2 + 1 > x*y + x", [], ["x", "y"]),
    ("x**4*y**2 + x**2*y**4 + 1 >= 3*x**2*y**2", [], ["x", "y"]),
    ("x**2 >= 2*x - 1", [], []),
    ("1/(a - b) > 0", ["a > b"], []),
    ("(a**2 - b**2)/(a - b) == a + b", ["a > b"], []),
    ("a*x == b*x", ["a == b"], []),
    ("a != b", ["a > b + 1"], []),
    ("x*y <= 1/4", ["x + y == 1"], []),
    ("(x - 1)**2*(x**2 - 2)**2 >= 0", [], ["x"]),
    ("a**3 + b**3 + c**3 >= 3*a*b*c", [], []),
    ("a > 1/2", ["a > 1/2"], []),
    ("x**3 > 1", ["x > 1"], []),
    ("x**2 > 4", ["x < -2"], ["x"]),
    ("x*y*z <= 1", ["x + y + z <= 3"], []),
    ("a/(b + c) + b/(c + a) + c/(a + b) >= 3/2", [], []),
    ("a**2 + b**2 + c**2 >= 1/3", ["a + b + c == 1"], []),
    ("(3*c - 1)**2 + (3*b*c - a)**2 + c > 0", ["c > 1"], []),
]


@pytest.mark.parametrize(("claim", "given", "real"), TRUE, ids=[c for c, _, _ in TRUE])
def test_true_claims_are_proved(claim, given, real, tmp_path):
    assert verified(prove(claim, given=given, real=real, seconds=20), tmp_path).verdict == "proved"


FALSE = [
    ("a > b", [], []),
    ("a**2 + b**2 > 2*a*b", [], []),
    ("(a - b)**2*(a + b) > 0", [], []),
    ("x**2 > 0", [], ["x"]),
    ("x**2 + y**2 > 0", [], ["x", "y"]),
    ("a >= b", ["a >= 2*c", "b >= c"], []),
    ("a > b", ["a >= b"], []),
    ("a != b", ["a >= b"], []),
    ("(a - b)**2 + (b - c)**2 > 0", ["a >= b", "b >= c"], []),
    ("x**4*y**2 + x**2*y**4 + 1 > 3*x**2*y**2", [], ["x", "y"]),
    ("x**2 != 4", [], []),
    ("a == b", ["a**2 == b**2"], ["a", "b"]),
    ("1/(a - b) > 0", [], []),
    ("x > 0", ["x**2 > 1"], ["x"]),
    ("a*b > 1", ["a > 1"], []),
    ("x**2 - 10**6*x + 1 > 0", [], []),
]


@pytest.mark.parametrize(("claim", "given", "real"), FALSE, ids=[f"{c} given {g}" for c, g, _ in FALSE])
def test_false_claims_are_refuted(claim, given, real, tmp_path):
    outcome = verified(prove(claim, given=given, real=real, seconds=20), tmp_path)
    assert outcome.verdict == "refuted"
    assert all(isinstance(value, sympy.Rational) for value in outcome.witness.values())
    assert all(value > 0 for name, value in outcome.witness.items() if name not in real)


def test_irrational_counterexample_is_an_algebraic_number(tmp_path):
    outcome = verified(prove("x**2 != 2", seconds=10), tmp_path)
    assert outcome.verdict == "refuted"
    assert outcome.witness["x"].coefficients == (-2, 0, 1)


CONTRADICTIONS = [["a > 1", "a < 1/2"], ["a > b", "b > c", "c > a"], ["a < 0"], ["a*b > 1", "a < 1/2", "b < 1"]]


@pytest.mark.parametrize("given", CONTRADICTIONS)
def test_contradictory_assumptions_are_reported_and_prove_nothing(given):
    outcome = prove("a > 100", given=given, seconds=10)
    assert (outcome.verdict, outcome.certificate) == ("undecided", None)
    assert "contradict" in outcome.reason


def test_sympy_relations_and_their_symbols():
    a, b = sympy.symbols("a b", positive=True)
    x = sympy.Symbol("x", real=True)
    assert prove(a**2 + b**2 >= 2 * a * b).is_proved
    assert prove(x > -1, seconds=10).is_refuted
    assert prove(sympy.Ne(a + b, 0)).is_proved
    assert prove(sympy.true).is_proved


@pytest.mark.parametrize(
    ("claim", "given", "verdict"),
    [("a + b > a", (), "proved"), ("a > b", (), "refuted"), ("a > 100", ["a < 0"], "undecided")],
)
def test_no_outcome_is_a_truth_value(claim, given, verdict):
    outcome = prove(claim, given=given, seconds=5)
    assert outcome.verdict == verdict
    assert (outcome.is_proved, outcome.is_refuted, outcome.is_undecided) == tuple(
        verdict == word for word in ("proved", "refuted", "undecided")
    )
    with pytest.raises(SignError, match=f"{verdict}.*is_proved, .is_refuted or .verdict"):
        bool(outcome)


def test_claims_are_not_truth_values():
    claim = TRIANGLE.steady_state().bond_flux(1, 2) > 0
    with pytest.raises(SignError, match=r"prove\(claim\)"):
        bool(claim)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a", "no relation"),
        ("a < b < c", "several relations"),
        ("a = b", "=="),
        ("a > __import__('os')", "not understood|unexpected"),
        ("flux(1,2) > 0", "network"),
        ("a >", "nothing stands after"),
    ],
)
def test_texts_that_are_no_claims(text, message):
    with pytest.raises(ExpressionError, match=message):
        prove(text)


def test_python_booleans_are_no_claims():
    with pytest.raises(ExpressionError, match="Python has compared"):
        prove(2 > 1)


# networks


def test_conductances_are_positive(tmp_path):
    state = TRIANGLE.steady_state()
    outcome = verified(prove(state.conductance(1, 2) > 0), tmp_path)
    assert outcome.verdict == "proved"
    assert "unique" in outcome.reason


def test_own_coefficient_stays_below_the_friction(tmp_path):
    net = chain(3, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("h", "T2"), 3: (1, "T3")}, masses="m")
    state = net.steady_state()
    assert verified(prove(state.bath_flux(1).coefficient(1) < "g/m"), tmp_path).verdict == "proved"


def test_hottest_bath_gives_heat(tmp_path):
    net = star(4, spring="k", pinning="c", baths={2: ("g", "T1"), 3: (1, "T2"), 4: (2, "T3")})
    claim = net.steady_state().bath_flux(2) >= 0
    assert verified(prove(claim, given=["T1 >= T2", "T1 >= T3"]), tmp_path).verdict == "proved"


def test_bridge_carries_heat_from_the_hotter_side(tmp_path):
    net = Network.from_edges(
        [(1, 2, "a"), (2, 3, "b"), (1, 3, "d"), (3, 4, "e"), (4, 5, "f")],
        pinning="c", baths={1: ("g1", "T1"), 2: ("g2", "T2"), 5: ("g5", "T5")},
    )  # fmt: skip
    claim = Claim.from_text("flux(3,4) > 0", net)
    assert verified(prove(claim, given=["T1 > T5", "T2 > T5"]), tmp_path).verdict == "proved"
    assert verified(prove(claim, given=["T1 > T5"], seconds=20), tmp_path).verdict == "refuted"


def test_entropy_production_is_not_negative(tmp_path):
    assert verified(prove(TRIANGLE.steady_state().entropy_production() >= 0), tmp_path).verdict == "proved"


def test_hurwitz_determinant_where_the_baths_force_every_site_to_rest(tmp_path):
    assert verified(prove(TRIANGLE.steady_state().hurwitz_determinant() > 0), tmp_path).verdict == "proved"


def test_hurwitz_determinant_vanishes_on_the_ring_with_opposite_baths(tmp_path):
    net = Network.from_edges(
        [(1, 2, "a"), (2, 3, "b"), (3, 4, "d"), (1, 4, "e")], pinning="c", baths={1: ("g", "T1"), 3: ("h", "T3")}
    )
    determinant = net.steady_state().hurwitz_determinant()
    assert verified(prove(determinant > 0), tmp_path).verdict == "refuted"
    assert verified(prove(determinant >= 0), tmp_path).verdict == "proved"


def test_flux_inside_a_loop_given_an_order_of_the_springs(tmp_path):
    net = Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    flux = net.steady_state().bond_flux(1, 2)
    assert verified(prove(flux > 0, given=["T1 > T2", "a >= b"]), tmp_path).verdict == "proved"
    refuted = verified(prove(flux > 0, given=["T1 > T2"]), tmp_path)
    assert refuted.verdict == "refuted"
    at = {name: Fraction(int(v.p), int(v.q)) for name, v in refuted.witness.items()}
    assert flux.rational_function.evaluate(at) <= 0


@pytest.mark.parametrize("net", [TRIANGLE, star(4, spring=1, baths={2: (1, "T1"), 3: (1, "T2"), 4: (1, "T3")})])
def test_larger_spring_need_not_mean_larger_conductance(net, tmp_path):
    if net is TRIANGLE:
        net = Network.from_edges(
            [(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning="c", baths={k: ("g", f"T{k}") for k in (1, 2, 3)}
        )
        state, given = net.steady_state(), ["a >= b"]
        claim = state.conductance(1, 2) >= state.conductance(1, 3)
    else:
        net = Network.from_edges(
            [(1, 2, "a"), (1, 3, "b"), (1, 4, "d")], pinning=1, baths={k: (1, f"T{k}") for k in (2, 3, 4)}
        )
        state, given = net.steady_state(), ["a >= b"]
        claim = state.conductance(2, 4) >= state.conductance(3, 4)
    assert verified(prove(claim, given=given, seconds=20), tmp_path).verdict == "refuted"


def test_factor_that_vanishes_only_where_uniqueness_is_lost(tmp_path):
    net = Network.from_edges(
        [(1, 2, "a"), (2, 3, "b"), (3, 4, "a"), (1, 4, "b")], pinning=1, baths={1: (1, "T1"), 3: (1, "T3")}
    )
    outcome = verified(prove("flux(1,2) > 0", given=["T1 > T3"], network=net), tmp_path)
    assert outcome.verdict == "proved"
    assert outcome.certificate.data["proof"]["unique"] is True
    assert "a**2 - 2*a*b + b**2" in outcome.certificate.text


def test_time_limit_is_kept():
    entries = json.loads((Path(__file__).parent.parent / "quality" / "claims.json").read_text())
    hard = next(entry for entry in entries if entry["id"] == "tri2-K")
    start = time.monotonic()
    outcome = prove(f"{hard['poly'].replace('^', '**')} > 0", seconds=3)
    assert time.monotonic() - start < 6
    assert outcome.verdict in ("proved", "undecided")


def test_values_put_in_are_part_of_the_claim(tmp_path):
    flux = TRIANGLE.steady_state().bond_flux(1, 2).at({"T1": 2, "T2": 1, "b": 1, "d": 1})
    outcome = verified(prove(flux > 0, given=["a >= 1"]), tmp_path)
    assert outcome.verdict == "proved"
    assert check(tmp_path / "c.json").network.parameters == ("a",)


def test_assumptions_may_be_about_fluxes(tmp_path):
    state = chain(3, spring=1, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")}).steady_state()
    assert verified(prove("T1 > T3", given=[state.bond_flux(1, 2) > 0]), tmp_path).verdict == "proved"


def test_strings_name_quantities_of_the_network_given(tmp_path):
    assert verified(prove("conductance(1,2) > 0", network=TRIANGLE), tmp_path).verdict == "proved"
    with pytest.raises(NetworkError, match="no site 9"):
        prove("flux(1,9) > 0", network=TRIANGLE)


def test_two_networks_make_no_claim():
    other = ring(3, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    with pytest.raises(NetworkError):
        _ = TRIANGLE.steady_state().bond_flux(1, 2) > other.bond_flux(1, 2)


def test_claim_reads_as_it_was_written():
    assert str(Claim.from_text("a**2  >= 2*b - 1")) == "a**2 >= 2*b - 1"
    assert str(TRIANGLE.steady_state().bond_flux(1, 2) >= 0) == "flux(1,2) >= 0"


def test_the_check_of_a_proof_is_inside_the_limit(monkeypatch):
    monkeypatch.setattr(Certificate, "check", lambda self: time.sleep(60))
    started = time.monotonic()
    outcome = prove("conductance(1,2) > 0", network=TRIANGLE, seconds=1)
    assert time.monotonic() - started < 3
    assert outcome.verdict == "undecided"
    assert outcome.reason == "a proof was found, and its check did not end in the time"


def test_the_check_of_a_point_is_inside_the_limit(monkeypatch):
    monkeypatch.setattr(Certificate, "check", lambda self: time.sleep(60))
    outcome = prove("conductance(1,2) > 1", network=TRIANGLE, seconds=1)
    assert outcome.verdict == "undecided"
    assert outcome.reason.startswith("a point was found where the claim seems false, and its check did not end")


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_time_limit_is_kept_on_a_large_network(seconds):
    springs = [(i, j, f"{1 + (i * j * (i + j)) % 97}*k") for i in range(1, 31) for j in range(1, i)]
    net = Network.from_edges(springs, pinning=1, baths={i: (1, f"T{i}") for i in (1, 10, 30)})
    started = time.monotonic()
    assert prove("flux(1,10) > 0", ["T1 > T10"], seconds=seconds, network=net).verdict == "undecided"
    assert time.monotonic() - started < seconds + 2


def test_numbers_that_no_float_holds_are_no_accident():
    big = "9" * 1000
    assert prove(f"a > {big}", seconds=1).verdict in ("refuted", "undecided")
    assert prove(f"(a - {big})**2 + 1 > 0", seconds=1).verdict in ("proved", "undecided")


def test_the_claim_of_an_answer_from_a_child_is_the_claim_asked():
    claim = TRIANGLE.steady_state().conductance(1, 2) > 0
    assert prove(claim).claim is claim


def test_strict_claims_that_fail_without_heat_are_refuted_at_equal_temperatures():
    baths = {s: (f"g{s}", f"T{s}") for s in (1, 2, 3)}
    ss = sf.complete(3, spring="k", pinning={1: "c1", 2: "c2", 3: "c3"}, baths=baths).steady_state()
    for claim, given in ((ss.entropy_production() > 0, []), (ss.bath_flux(1) > 0, ["T1 >= T2", "T1 >= T3"])):
        assert set(sf.prove(claim, given=given, seconds=3).witness.values()) == {1}


def test_one_sympy_relation_is_an_assumption():
    a = sympy.Symbol("a")
    assert sf.prove("a > 1", given=a > 2).verdict == "proved"


def test_a_false_claim_without_variables_has_no_point_to_name():
    assert sf.prove("0 > 1").reason.startswith("false;")


def test_hypotheses_of_a_claim_that_needs_no_steady_state_say_nothing_about_one():
    ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    assert sf.prove(ss.hurwitz_determinant() > 0).reason.endswith("all variables positive")


@pytest.mark.parametrize("claim", ["(a - b)/(a - b) == 1", "1/(a - b)**2 > 0", "a/(a - b) >= b/(a - b)"])
def test_a_claim_that_is_not_defined_everywhere_says_where(claim):
    outcome = prove(claim, seconds=3)
    assert outcome.verdict == "undecided"
    assert "not defined at a = 1, b = 1" in outcome.reason


def test_many_claims_have_their_outcomes_in_order_on_any_executor():
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    claims = ["a + b > 0", "a > b", "a**2 + b**2 >= 2*a*b"]
    alone = [(o.verdict, str(o.claim)) for o in sf.prove(claims)]
    assert alone == [("proved", "a + b > 0"), ("refuted", "a > b"), ("proved", "a**2 + b**2 >= 2*a*b")]
    for kind in (ProcessPoolExecutor, ThreadPoolExecutor):
        with kind(2) as pool:
            assert [(o.verdict, str(o.claim)) for o in sf.prove(claims, executor=pool)] == alone
    assert sf.prove([]) == []


def test_an_outcome_says_its_assumptions():
    assert str(prove("a > b", given=["a > 2*b"])).startswith("proved: a > b, given a > 2*b; ")
    pair = chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    assert str(prove("flux(1,2) > 0", ["T1 > T2", "stable"], network=pair)).startswith(
        "proved: flux(1,2) > 0, given T1 > T2, stable; "
    )
