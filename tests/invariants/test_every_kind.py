"""Every question to every kind of network: answered, or refused in one line that says precisely why."""

import mpmath
import pytest
import sympy
from kinds import KINDS, numbers, point

import symflux as sf
from symflux.errors import NetworkError, SignError
from symflux.show.text.exports import from_json
from symflux.steady_state.spectrum import spectrum

every_kind = pytest.mark.parametrize("network", KINDS.values(), ids=KINDS)


def fluxes(state):
    return [*state.bath_fluxes().values(), *state.bond_fluxes().values()]


@every_kind
def test_the_spectrum_integrates_to_the_flux(network):
    network = network.at(point(network))
    for flux in fluxes(network.steady_state()):
        form = flux.spectrum()
        density = sympy.lambdify(form.frequency, form.density, "mpmath")
        area = mpmath.quad(density, [0, 0.5, 1, 1.5, 2, 3, 5, 10, 100, mpmath.inf])
        assert abs(area - flux.rational_function.value) < 1e-7
        assert isinstance(form.sign_changes, list) and form.latex()


@every_kind
def test_the_spectral_form_with_letters_is_that_with_numbers(network):
    values = point(network)
    symbols = {network.symbol(name): value for name, value in values.items()}
    for flux, exact in zip(*(fluxes(each.steady_state()) for each in (network, network.at(values))), strict=True):
        assert sympy.cancel(flux.spectrum().density.subs(symbols) - exact.spectrum().density) == 0


def test_works_and_sums_have_a_spectrum_too():
    state = KINDS["directed"].at({"a": 2, "b": 1, "T1": 3, "T2": 1}).steady_state()
    balance = [state.work(), state.bath_flux(1), state.bath_flux(2)]
    assert sympy.cancel(sum(spectrum(part).density for part in balance)) == 0
    assert spectrum(2 * state.bath_flux(1) - state.bath_flux(1)).density == spectrum(state.bath_flux(1)).density
    assert spectrum(state.bond_flux(1, 2, by="spring")).density == state.bond_flux(1, 2).spectrum().density
    with pytest.raises(NetworkError, match="spectral forms are of"):
        spectrum(state.kinetic_temperature(1))


@every_kind
def test_results_are_written_as_json_and_read_back(network):
    for flux in fluxes(network.steady_state()):
        back = from_json(flux.to_json())
        assert back == flux and back.network == network and back.quantity == flux.quantity


@every_kind
def test_the_signs_over_temperatures_are_those_of_the_flux(network):
    """Every sign that occurs has temperatures at which the exact flux has it."""
    state = numbers(network).steady_state()
    for flux in fluxes(state):
        region = flux.temperature_region()
        assert region.verdict == "proved"
        for sign in region.signs:
            witness = dict(zip(region.space.names, region.witness(sign).values(), strict=True))
            value = flux.at(witness).rational_function.value
            assert {"+": value > 0, "-": value < 0, "0": value == 0}[sign]
        assert isinstance(region.latex(), str)


@every_kind
def test_a_region_with_letters_agrees_with_numbers(network):
    """A sign that is said to occur for no couplings does not occur for some."""
    for flux, exact in zip(fluxes(network.steady_state()), fluxes(numbers(network).steady_state()), strict=True):
        general, special = flux.temperature_region(), exact.temperature_region()
        if general.verdict == "proved" and not general.except_where:
            assert special.signs == general.signs


@every_kind
def test_sign_patterns_hold_where_they_say(network):
    state = numbers(network).steady_state()
    names = state.bath_flux(next(iter(network.baths))).temperature_region().space.names
    for pattern in state.sign_patterns():
        at = dict(zip(names, pattern.witness.values(), strict=True))
        for bond, sign in pattern.signs.items():
            value = state.bond_flux(*bond).at(at).rational_function.value
            assert {"+": value > 0, "-": value < 0}[sign]


@every_kind
def test_a_circle_of_heat_needs_one_current_along_each_bond(network):
    state = network.at(point(network)).steady_state()
    if network.directed_items or any(len(bath.sites) == 2 for bath in network.bath_items):
        with pytest.raises(SignError, match="no one current runs along it"):
            state.circulations()
    else:
        assert state.circulations() == [] and state.potential().exists


def test_the_hottest_bath_absorbs_where_a_directed_spring_works():
    """Lemma 2 fails there, and the region says so with temperatures; in a field it holds."""
    net = sf.Network.from_edges(
        [(1, 2, (6, 2))], pinning={1: "1/2", 2: 5}, baths={1: ("2/3", "T1"), 2: (1, "T2")}
    )
    heat = net.steady_state().bath_flux(1)
    region = heat.temperature_region(given=["T1 > T2"])
    assert "-" in region.signs
    assert heat.at({f"T{b}": t for b, t in region.witness("-").items()}).rational_function.value < 0
    ring = numbers(KINDS["field on a ring"]).steady_state()
    assert ring.bath_flux(1).temperature_region(given=["T1 > T2", "T1 > T3"]).signs == {"+"}


def test_a_bridge_in_a_field_carries_heat_from_hot_to_cold_for_all_couplings():
    """The whole bridge: the bridge theorem; and a bath across it breaks it."""
    heat = KINDS["field"].steady_state().bond_flux(1, 2)
    assert heat.temperature_region(given=["T1 > T2"]).signs <= {"+", "0"}
    across = numbers(KINDS["bath between"]).steady_state().bond_flux(1, 2)
    assert across.temperature_region(given=["T1 > T3"]).signs == {"+", "-", "0"}


@every_kind
def test_sign_regions_over_a_coupling_agree_with_the_flux(network):
    if not network.coupling_parameters:
        return
    name = network.coupling_parameters[0]
    values = {other: value for other, value in point(network).items() if other != name}
    flux = network.at(values | {"E": 2} if "E" in values else values).steady_state().bond_flux(1, 2)
    region = sf.sign_region(flux, over=[name])
    for cell in region.cells:
        value = flux.at(cell.sample).rational_function.value
        assert {"+": value > 0, "-": value < 0}[cell.sign]


def test_a_sign_region_stops_where_the_network_is_not_stable():
    """Loos and Klapp's pair: stable where c1 c2 < a b = 4 only."""
    net = sf.Network.from_edges(
        [(1, 2, ("x", 1))], pinning={1: "2 - x", 2: 1}, masses=0, baths={1: (1, 1), 2: (1, 3)}, real=["x"]
    )
    region = sf.sign_region(net.steady_state().bath_flux(1), over=["x"])
    assert all(cell.sample["x"] < 4 for cell in region.cells) and len(region.signs) == 2


@every_kind
def test_couplings_for_a_wanted_sign_are_found_and_certified(network):
    """The checker refutes that the bond never runs that way."""
    found = sf.find(network, {(1, 2): "-"}, seconds=20)
    assert found.verdict == "proved" and found.certificate.check().verdict == "refuted"
    assert network.at(found.witness).steady_state().bond_flux(1, 2).rational_function.value < 0


@every_kind
def test_floating_baths_carry_no_heat_where_nothing_works(network):
    state, last = network.steady_state(), list(network.baths)[-1]
    if network.directed_items or network.drive_items or network.feedback_items:
        with pytest.raises(NetworkError, match="only where nothing works on the network"):
            state.self_consistent([last])
        return
    floating = state.self_consistent([last])
    assert floating.bath_flux(last).rational_function == 0
    given = {f"T{k}": 1 for k in (1, 2, 3)}
    assert floating.temperatures[last].at({n: 1 for n in given if n in network.parameters}) == 1


@pytest.mark.parametrize("name", ["field", "field on a ring", "overdamped ring", "feedback"])
def test_contradictions_of_sign_patterns_have_certificates(name):
    patterns = numbers(KINDS[name]).steady_state().sign_patterns(given=["T1 > T2"])
    assert patterns.contradictions
    for contradiction in patterns.contradictions:
        assert contradiction.certificate().check().verdict == "proved"


@every_kind
def test_pictures_are_drawn_with_and_without_heat(network):
    values = network.at(point(network))
    for scene in (network.draw(), values.draw(values.steady_state())):
        assert scene._repr_svg_().lstrip().startswith("<svg")
