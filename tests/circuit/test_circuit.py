"""Circuits with thermal noise: published formulas, powers at every node, and every refusal with its line."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.cli import main
from symflux.crosscheck.heat_simulation import simulate_heat

X = RationalFunction.variable


def state(text):
    return sf.Circuit.from_netlist(text).steady_state()


def value(result):
    return result.rational_function


CILIBERTO = "R1 1 0 T=T1\nC1 1 0\nR2 2 0 T=T2\nC2 2 0\nC 1 2"


def test_two_coupled_rc_cells():
    """Ciliberto, Imparato, Naert, Tanase, PRL 110 (2013) 180601: C^2 (T1 - T2)/(X Y)."""
    C, C1, C2, R1, R2, T1, T2 = map(X, ("C", "C1", "C2", "R1", "R2", "T1", "T2"))
    heat = state(CILIBERTO).heat("R1")
    assert value(heat) == C**2 * (T1 - T2) / ((C1 * C2 + C * (C1 + C2)) * ((C1 + C) * R1 + (C2 + C) * R2))
    assert value(heat.diffusion().at({"T2": "T1"})) == value(heat) / (T1 - T2) * T1**2


def test_three_cells_in_a_row_conserve_heat():
    cells = "".join(f"R{k} {k} 0 T=T{k}\nC{k} {k} 0 1\n" for k in (1, 2, 3)) + "Ca 1 2 1\nCb 2 3 2\n"
    heats = state(cells).heats()
    assert sum(value(heat) for heat in heats.values()) == 0 and value(heats["R1"]) != 0


def test_johnson_noise():
    """Johnson, Nyquist 1928: <V^2> = T/C."""
    assert value(state("R1 1 0 T=T\nC1 1 0 C").voltage_covariance(1, 1)) == X("T") / X("C")


def test_two_resistors_on_a_capacitor():
    R1, R2, C, T1, T2 = map(X, ("R1", "R2", "C", "T1", "T2"))
    assert value(state("R1 1 0 T=T1\nR2 1 0 T=T2\nC1 1 0 C").heat("R1")) == (T1 - T2) / ((R1 + R2) * C)


def test_resistor_and_capacitor_against_inductor_and_resistor():
    R1, R2, C, L, T1, T2 = map(X, ("R1", "R2", "C", "L", "T1", "T2"))
    ss = state("R1 1 0 T=T1\nC1 1 0 C\nL1 1 2 L\nR2 2 0 T=T2")
    assert value(ss.heat("R1")) == R1 * R2 * (T1 - T2) / ((R1 + R2) * (L + R1 * R2 * C))
    assert value(ss.power("R1", 1) + ss.power("C1", 1) + ss.power("L1", 1)) == 0


def test_the_powers_at_every_node_add_up_to_zero():
    text = """
    R1 1 0 1 T=2
    R2 2 0 2 T=1
    R3 1 2 3 T=1/2   ; between two nodes
    C1 1 0 1
    C2 2 0 1
    C3 1 2 1/2
    L1 1 0 1
    L2 2 0 2
    K1 L1 L2 M=1/2
    G1 2 0 1 0 1/10
    I1 1 0 S=1/3
    * the end
    .end
    """
    circuit = sf.Circuit.from_netlist(text)
    ss = circuit.steady_state()
    for node in circuit.nodes:
        touching = [c.name for c in circuit.components if node in c.nodes[:2]]
        assert sum(value(ss.power(name, node)) for name in touching) == 0
    assert ss.state.verify()


def test_suffixes_defaults_and_quiet_resistors():
    circuit = sf.Circuit.from_netlist("R1 1 0 1k\nC1 1 0 2uF\nR 1 0 {2*r} noisy=0\nL1 1 gnd 1meg")
    values = {c.name: c.value for c in circuit.components}
    assert values["R1"] == 1000 and values["C1"] == Fraction(2, 10**6) and values["L1"] == 10**6
    assert values["R"] == 2 * X("r") and circuit.component("R").temperature == 0
    assert circuit.component("R1").temperature == X("T_R1")


def test_a_farad_is_a_femto_unit_and_says_so():
    assert sf.Circuit.from_netlist("R1 1 0 1\nC1 1 0 1F").idealisations == ["line 2: 1F is 1 femto-units, as in SPICE"]


def test_ideal_joints_are_listed_not_refused():
    found = sf.Circuit.from_netlist("R1 1 0 T=T1\nL1 1 2 1\nL2 1 2 1\nC1 2 0 1").idealisations
    assert any("closes a loop of inductors" in line for line in found)


def test_a_coupling_coefficient_needs_a_rational_root():
    base = "C1 1 0 1\nC2 2 0 1\nR1 1 0 1 T=2\nR2 2 0 1 T=1\nL1 1 0 1\n"
    by_coefficient = state(base + "L2 2 0 4\nK1 L1 L2 0.5").heat("R1")
    assert by_coefficient == state(base + "L2 2 0 4\nK1 L1 L2 M=1").heat("R1")
    with pytest.raises(sf.NetworkError, match="line 7: K1: a coefficient needs"):
        sf.Circuit.from_netlist(base + "L2 2 0 2\nK1 L1 L2 0.5")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no component"),
        ("R1 1 0\nX1 1 0", "line 2: 'X1': known: R .resistor."),
        ("R1 1 0 temp=27", "line 1: temp= is Celsius in SPICE; write T="),
        ("R1 1 0 Tmp=3", "unknown option 'Tmp'"),
        ("R1 1 1", "line 1: R1: both ends are at node 1, a short circuit"),
        ("R1 1 0\nr1 2 0", "line 2: the name r1 is taken"),
        ("R1 1 2\nC1 1 2", "no component is connected to ground"),
        ("R1 1 0\nR2 3 4", "line 2: nodes 3 and 4 float"),
        ("R1 1", "line 1: R1: 2 nodes are needed, as in R1 1 0 R"),
        ("R1 1 0 1 2", "one value is expected"),
        ("R1 1 0 noisy=2", "write noisy=0 or noisy=1"),
        ("C1 1 0 1\nK1 L1 L2 M=1", "line 2: K1: no inductor L1"),
        ("L1 1 0 1\nL2 1 0 1\nK1 L1 L2 M=2\nR1 1 0", "not below sqrt"),
        ("R1 1 0 __import__('os')", "line 1"),
        (".subckt a b", "directives other than"),
        ("R1 a!b 0", "cannot label"),
        ("R1 1 0 T=", "has no value"),
        ("R1 1 0 T=27C", "line 1: T=27C: no degrees Celsius"),
        ("R1 1 0 T=300K", "line 1: T=300K: K is kilo here, not kelvin"),
        ("C1 1 0\nR1 1 0 T=1 dtemp=5", "line 2: dtemp= is Celsius"),
        (".options temp=27", "line 1: '.options'"),
        ("R1 1 0 0", "line 1: R1: the resistance is 0: a short circuit"),
        ("R1 1 0 1\nL1 1 0 0", "line 2: L1: the inductance is 0: a short circuit"),
        ("R1 1 0\nC1 1 0 0", "line 2: C1: the capacitance is 0: leave it out"),
        ("R1 1 0 -1", "line 1: R1: the resistance -1 is not positive"),
        ("R1 1 0 {a-b}", "line 1: R1: the resistance a - b is not positive for all positive parameters"),
        ("R1 1 0 1 T=-1", "line 1: R1: the temperature -1 is not positive"),
        ("R1 1 0\nI1 1 0 S=-2", "line 2: I1: the strength -2 is not positive"),
        ("R1 1 0\nI1 1 0 2 S=2", "line 2: I1: its value is given twice"),
        ("R1 1 0 T=1 T=2", "line 1: T= is given twice"),
        ("R1 1 0 1x", "line 1: value '1x': x is no unit"),
        ("R1 1 0 1k5", "line 1: value '1k5'"),
        ("R1 1 0\nR2 3 4\nC1 4 5", "line 2: nodes 3 and 4 float: nothing joins them to ground"),
        ("R1 1 0\nG1 1 0 2 0 gm", "line 2: node 2 floats"),
        ("R1 1 0\nE1 1 0 2 0 5", "line 2: 'E1': known:"),
        ("V1 1 0 5\nR1 1 0", "line 1: 'V1': known:"),
        ("+ 1 0", "line 1: . continues the line before, and there is none"),
        ("L1 1 0 1\nK1 L1 L1 M=1/2\nR1 1 0", "line 2: K1: an inductor is coupled to itself"),
        ("C1 1 0\nK1 L1\nR1 1 0", "line 2: K1: two inductors are needed"),
    ],
)
def test_refusals_name_the_line(text, words):
    with pytest.raises(sf.NetworkError, match=words) as caught:
        sf.Circuit.from_netlist(text)
    assert all("\n" not in problem for problem in caught.value.problems)


def test_continued_lines_units_and_what_follows_the_end():
    circuit = sf.Circuit.from_netlist("R1 1 0\n+ 10kOhm\n* between\n+ T=3\nC1 1 gnd 1.5uF\n.end\nnot read")
    values = {c.name: (c.value, c.line) for c in circuit.components}
    assert values == {"R1": (10_000, 1), "C1": (Fraction(3, 2 * 10**6), 5)}
    assert circuit.component("R1").temperature == 3


def test_a_mutual_inductance_that_is_a_symbol_is_taken_to_be_small_and_that_is_said():
    text = "C1 1 0 1\nC2 2 0 1\nR1 1 0 1 T=2\nR2 2 0 1 T=1\nL1 1 0 2\nL2 2 0 2\nK1 L1 L2 M=m"
    circuit = sf.Circuit.from_netlist(text)
    assert circuit.idealisations == ["line 7: K1 is taken to be below sqrt(L1 L2)"]
    at_one = state(text.replace("M=m", "M=1")).heat("R1")
    assert circuit.steady_state().heat("R1").at({"m": 1}) == at_one


def test_noise_currents_of_one_place_share_their_work():
    text = "R1 1 0 1 T=1\nC1 1 0 2\nI1 1 0 S=1\nI2 0 1 S=2"
    ss = state(text)
    one, two = value(ss.power("I1", 1)), value(ss.power("I2", 1))
    assert two == 2 * one and one + two == -value(ss.heat("R1")) and one + two == value(ss.state.work())


def test_two_resistors_in_series_exchange_heat_at_any_rate():
    ss = state("R1 1 2 1 T=2\nR2 2 0 1 T=1\nC1 1 0 1")
    with pytest.raises(sf.DivergenceError):
        _ = value(ss.heat("R1"))
    assert value(ss.voltage_covariance(1, 1)) == Fraction(3, 2)


def test_large_netlists_are_refused():
    with pytest.raises(sf.NetworkError, match="over"):
        sf.Circuit.from_netlist("R1 1 0\n" * 3000)


def test_questions_about_the_wrong_component():
    ss = state(CILIBERTO)
    for ask in (lambda: ss.heat("C1"), lambda: ss.power("C1", 2), lambda: ss.power("C1", 0), lambda: ss.heat("R9")):
        with pytest.raises(sf.NetworkError):
            ask()


def test_the_command(tmp_path, capsys):
    path = tmp_path / "rc.cir"
    path.write_text("R1 1 0 R T=T1\nR2 1 0 R T=T2\nC1 1 0 C\n")
    assert main(["circuit", str(path), "--at", "T1=2,T2=1", "--diffusion"]) == 0
    shown = capsys.readouterr().out
    assert "heat of R1" in shown and "1/(2*C*R)" in shown and "9/(8*C*R)" in shown
    assert main(["circuit", str(tmp_path / "none.cir")]) == 2


IN_A_FILE = '[circuit]\nnetlist = """\nR1 1 0 R T=T1\nC1 1 0 C\nR2 1 0 R T=T2\n"""\n'


def test_a_network_file_may_hold_a_circuit(tmp_path, capsys):
    path = tmp_path / "rc.toml"
    path.write_text(IN_A_FILE)
    circuit, network = sf.Circuit.from_file(path), sf.Network.from_toml(path)
    assert network == circuit.network and list(network.baths) == ["R1", "R2"]
    assert main(["circuit", str(path), "--at", "T1=2,T2=1"]) == 0
    assert "heat of R1  1/(2*C*R)" in capsys.readouterr().out
    assert main(["flux", str(path)]) == 0
    assert "R1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (IN_A_FILE + "\n[[spring]]\nbetween=[1,2]\nk=1\n", "stands alone: take 'spring' away"),
        ('[circuit]\nnetlist = "R1 1 1"\n', "line 1: R1: both ends are at node 1"),
        ('[circuit]\nfile = "rc.cir"\n', "holds one text"),
        ("circuit = 3\n", "holds one text"),
    ],
)
def test_circuits_in_files_are_refused_with_file_and_line(tmp_path, capsys, text, words):
    path = tmp_path / "rc.toml"
    path.write_text(text)
    for read in (sf.Circuit.from_file, sf.Network.from_toml):
        with pytest.raises(sf.NetworkError, match=words) as caught:
            read(path)
        assert "rc.toml" in str(caught.value)
    assert main(["circuit", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_network_file_without_a_circuit_is_no_netlist(tmp_path):
    path = tmp_path / "pair.toml"
    sf.chain(2, baths={1: (1, 1)}).to_toml(path)
    with pytest.raises(sf.NetworkError, match="no circuit"):
        sf.Circuit.from_file(path)


def by_nodal_analysis(text, temperatures):
    """<i_R o v_R> of every resistor from its frequency integral, by numpy: nodal admittances alone.

    Freitas, Delvenne and Esposito, Phys. Rev. X 10 (2020) 031005: the heat between two resistors is (1/2 pi) Int of
    4 |Z_12|^2/(R_1 R_2) times the difference of temperatures, over positive frequencies.
    """
    circuit = sf.Circuit.from_netlist(text)
    order = {node: k for k, node in enumerate(circuit.nodes)}

    def vector(component):
        found = np.zeros(len(order))
        for node, sign in zip(component.nodes, (1, -1), strict=True):
            if node != 0:
                found[order[node]] = sign
        return found

    resistors = [c for c in circuit.components if c.kind == "R"]
    coils = [c for c in circuit.components if c.kind == "L"]
    inductance = np.diag([float(c.value.value) for c in coils]) if coils else np.zeros((0, 0))
    for c in circuit.components:
        if c.kind == "K":
            i, j = ([x.name for x in coils].index(name) for name in c.partners)
            inductance[i, j] = inductance[j, i] = float(c.value.value)
    total, points = dict.fromkeys((c.name for c in resistors), 0.0), 4000
    for k in range(points):
        angle = np.pi * (k + 0.5) / points
        w = np.tan(angle / 2)
        Y = np.zeros((len(order),) * 2, dtype=complex)
        for c in circuit.components:
            if c.kind in "RC":
                size = float(c.value.value)
                Y += np.outer(vector(c), vector(c)) * (1 / size if c.kind == "R" else 1j * w * size)
        if coils:
            A = np.array([vector(c) for c in coils])
            Y += A.T @ np.linalg.inv(1j * w * inductance) @ A
        Z = np.linalg.inv(Y)
        for a in resistors:
            for b in resistors:
                if a is not b:
                    transfer = abs(vector(a) @ Z @ vector(b)) ** 2 / (float(a.value.value) * float(b.value.value))
                    change = temperatures[a.name] - temperatures[b.name]
                    total[a.name] += 4 * transfer * change / (2 * np.pi) * (1 + w * w) / 2 * np.pi / points
    return total


NODAL = {
    "three cells": "R1 1 0 1 T=3\nC1 1 0 1\nR2 2 0 2 T=1\nC2 2 0 1/2\nR3 3 0 1 T=2\nC3 3 0 2\nCa 1 2 1\nCb 2 3 1/3",
    "coupled coils": "R1 1 0 1 T=3\nC1 1 0 1\nL1 1 0 2\nR2 2 0 2 T=1\nC2 2 0 1\nL2 2 0 1\nK1 L1 L2 M=1/2",
    "bridge": "R1 1 0 1 T=3\nC1 1 0 1\nL1 1 2 1\nC2 2 0 1\nR2 2 0 2 T=1\nR3 1 2 3 T=2\nC3 1 2 1",
    "resonator": "R1 1 0 4 T=3\nC1 1 0 1\nL1 1 2 1\nR2 2 0 1/2 T=1",
}


@pytest.mark.parametrize("name", NODAL)
def test_heats_are_the_frequency_integrals_of_nodal_analysis(name):
    circuit = sf.Circuit.from_netlist(NODAL[name])
    temperatures = {c.name: float(c.temperature.value) for c in circuit.components if c.kind == "R"}
    wanted = by_nodal_analysis(NODAL[name], temperatures)
    for resistor, heat in circuit.steady_state().heats().items():
        assert float(heat) == pytest.approx(wanted[resistor], abs=1e-6)


def test_three_cells_in_a_row_by_their_lyapunov_equation():
    """C dV/dt = -V/R + noise: heat = (T_i (C^-1)_ii - <V_i^2>)/R_i, for symbols by sympy."""
    T = sympy.symbols("T1:4", positive=True)
    C = sympy.Matrix([[2, -1, 0], [-1, 3, -1], [0, -1, 2]])
    entries = sympy.symbols("s0:6")
    pairs = [(i, j) for i in range(3) for j in range(i, 3)]
    S = sympy.Matrix(3, 3, lambda i, j: entries[pairs.index((min(i, j), max(i, j)))])
    A = -C.inv()
    residual = A * S + S * A.T + C.inv() * sympy.diag(*[2 * t for t in T]) * C.inv()
    solved = sympy.solve([residual[pair] for pair in pairs], entries)
    cells = "".join(f"R{k} {k} 0 1 T=T{k}\nC{k} {k} 0 1\n" for k in (1, 2, 3)) + "Ca 1 2 1\nCb 2 3 1\n"
    ss = state(cells)
    for i in range(3):
        wanted = T[i] * C.inv()[i, i] - solved[S[i, i]]
        assert sympy.expand(wanted - ss.heat(f"R{i + 1}").expr) == 0
        assert sympy.expand(ss.voltage_covariance(i + 1, i + 1).expr - solved[S[i, i]]) == 0


def test_a_gyrator_does_no_work_and_one_source_alone_does():
    cells = "R1 1 0 1 T=T1\nC1 1 0 1\nR2 2 0 1 T=T2\nC2 2 0 1\nC 1 2 1\n"
    gyrator = state(cells + "G1 1 0 2 0 g\nG2 2 0 1 0 {-g}\n")
    assert value(gyrator.state.work()) == 0
    assert sum(value(h) for h in gyrator.heats().values()) == 0 and value(gyrator.heat("R1")) != 0
    source = state(cells + "G1 1 0 2 0 g\n")
    work = value(source.state.work())
    assert work == value(source.power("G1", 1)) == -X("g") * value(source.voltage_covariance(1, 2)) != 0
    assert sum(value(h) for h in source.heats().values()) + work == 0


def test_the_variance_of_a_circuit_is_that_of_a_simulation():
    ss = state("R1 1 0 1 T=3\nC1 1 0 1\nLa 1 0 2\nL1 1 2 1\nC2 2 0 2\nR2 2 0 2 T=1\nLb 2 0 3")
    found = simulate_heat(ss.state.network, 1, 2)
    exact = float(ss.heat("R1").diffusion())  # an inductor keeps nothing for ever: what R1 gives goes through it
    assert found.diffusion.error < 0.05 * exact and found.diffusion.deviation(exact) < 3.5


def test_a_sign_and_a_certificate_through_the_network():
    ss = state(CILIBERTO)
    for claim in (ss.heat("R1") > 0, ss.heat("R1").diffusion() > 0):
        outcome = sf.prove(claim, given=["T1 > T2"])
        assert outcome.is_proved and outcome.certificate.check().verdict == "proved"
    assert sf.prove("bath_flux(R2) < 0", given="T1 > T2", network=ss.state.network).is_proved


def test_a_circuit_says_its_components():
    assert repr(sf.Circuit.from_netlist("R1 1 0 R T=T1\nC1 1 0 C")) == "<circuit of R1, C1>"


def test_a_loop_that_no_resistor_reaches_is_named_by_its_line():
    circuit = sf.Circuit.from_netlist("R1 1 0 1 T=T1\nC1 1 0 1\nL2 2 0 1\nC2 2 0 1\n")
    with pytest.raises(sf.UniquenessError, match="line 3: L2, C2: no resistor reaches a motion there") as raised:
        circuit.steady_state()
    assert raised.value.hidden_modes == [(0, 1)]
