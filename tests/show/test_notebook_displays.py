"""Rich displays: what a notebook shows of every noun, sliders, collections, and one notebook run for real."""

import json
import sys
from fractions import Fraction
from html.parser import HTMLParser

import pytest

import symflux as sf
from symflux.certificates.certificate import Certificate
from symflux.quantities.results import Results
from symflux.show.notebook.collections import results_latex, sequence_latex

PAIR = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")})
VOID = {"br", "img", "rect", "circle", "line", "polygon", "polyline", "path"}


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.text, self.tags = [], [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)

    def handle_data(self, data):
        self.text += data


def shown(thing):
    reader = Reader(thing._repr_html_())
    assert not reader.wrong and not reader.open
    return reader


def test_a_state_shows_its_picture_and_fluxes():
    formulas = shown(PAIR.steady_state())
    assert "svg" in formulas.tags and r"\phi_{1\to 2} &= \frac{g k^2}" in formulas.text
    numbers = shown(sf.paper.example_2_corrected().steady_state())
    assert "polygon" in numbers.tags and "37400/129057" in numbers.text and "table" in numbers.tags


def test_a_state_whose_formulas_take_long_says_what_to_ask(monkeypatch):
    monkeypatch.setattr("symflux.show.notebook.displays._SECONDS", 0.3)
    net = sf.Network.from_edges(
        [(i, j, f"k{i}{j}") for i in range(1, 7) for j in range(i + 1, 7)],
        baths={1: ("g", "T1"), 2: ("h", "T2")},
        pinning="c",
    )
    reader = shown(net.steady_state())
    assert "svg" in reader.tags and "ask for one flux, as ss.bond_flux(1, 2)" in reader.text


def test_an_infinite_flux_is_said_and_the_others_shown():
    net = sf.Network.from_edges(
        [(1, 2, "k")], pinning=1, masses={1: 0}, baths={1: {"a": (1, "T1"), "b": (1, "T2")}, 2: (1, "T3")}
    )
    text = shown(net.steady_state()).text
    assert "infinit" in text or "bound" in text
    assert r"\phi" in text


def test_a_proof_is_told_and_a_counterexample_shown():
    proved = shown(sf.prove("a**2 + b**2 >= 2*a*b"))
    assert "proved" in proved.text and "To show:" in proved.text and "certificate of" in proved.text
    refuted = shown(sf.prove("a > b"))
    assert "refuted" in refuted.text and "The claim is false." in refuted.text
    undecided = shown(sf.prove("a**2 - 2*a*b + b**2 + 1/1000000 > 0", seconds=0))
    assert "undecided" in undecided.text
    assert "a > b, given a > 2*b" in shown(sf.prove("a > b", given=["a > 2*b"])).text
    many = shown(sf.prove(["a + b > 0", "a > b"]))
    assert many.tags.count("tr") == 3


def test_a_certificate_says_what_was_proved_and_its_size():
    certificate = sf.prove("a**2 + b**2 >= 2*a*b").certificate
    text = shown(certificate).text
    assert "a**2 + b**2 >= 2*a*b" in text and "accepted by the checker; " in text and "1 step" in text
    assert f"{len(certificate.text.encode()):,} bytes" in text
    changed = Certificate({**certificate.data, "claim": {**certificate.data["claim"], "left": "a<b>", "right": "a"}})
    assert "not accepted" in shown(changed).text


def test_a_region_shows_its_map_and_cells(monkeypatch):
    region = sf.sign_region("a**2 - 2", over=["a"])
    assert "a > 1.41421" in shown(region).text
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    without = shown(region)
    assert "svg" not in without.tags and "img" not in without.tags and "a > 1.41421" in without.text


def test_a_map_is_drawn_where_it_can_be():
    pytest.importorskip("matplotlib")
    assert {"svg", "img"} & set(shown(sf.sign_region("a**2 - b", over=["a", "b"])).tags)


def test_tables():
    ss = sf.chain(3, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)}).steady_state()
    assert "residual is identically zero" in shown(ss.verify()).text
    patterns = shown(ss.sign_patterns(given=["T1 > T2", "T2 > T3"]))
    assert "1 → 2" in patterns.text and "T of 1 = 3" in patterns.text and "never together" in patterns.text
    region = shown(ss.bond_flux(1, 2).temperature_region(given=["T1 > T2", "T2 > T3"]))
    assert "never" in region.text and "T of 1" in region.text and r"\phi_{1\to 2} > 0" in region.text
    numbers = sf.chain(2, baths={1: (1, 2), 2: (1, 1)}).steady_state()
    check = shown(sf.cross_check(numbers, digits=10))
    assert "agrees" in check.text and "1/4" in check.text and check.tags.count("tr") == 6
    pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    series = shown(pair.anharmonic_series(order=1))
    assert r"\varepsilon" in series.text and "bath 2" in series.text


def test_fates_and_designs():
    paw = sf.Network.from_edges([(1, 2, 1), (1, 3, 1), (2, 3, 1), (1, 4, 1)], baths={1: (1, "T1"), 2: (1, "T2")})
    fates = shown(sf.fates(paw, order="T1 > T2"))
    assert "svg" in fates.tags and "on a loop that heat enters at 1" in fates.text and fates.tags.count("tr") == 5
    net = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    found = shown(sf.find(net, {(1, 2): "-"}))
    assert "flux(1,2) < 0" in found.text and "T2" in found.text and "certificate of" in found.text
    none = shown(sf.find(net.at({"T1": 2, "T2": 1}), {(1, 2): "-"}))
    assert "refuted" in none.text


# collections ------------------------------------------------------------------------------------------------


def test_dicts_of_results_are_dicts_and_formulas():
    ss = PAIR.steady_state()
    for found in (ss.bond_fluxes(), ss.bath_fluxes(), ss.conductances(), ss.kinetic_temperatures()):
        assert isinstance(found, Results) and dict(found) == found and repr(found) == repr(dict(found))
        assert found._repr_latex_().startswith((r"\begin{align*}", r"\begin{equation*}"))
    assert Results()._repr_latex_() is None


def test_collections_of_results_alone_are_formulas():
    ss = PAIR.steady_state()
    flux = ss.bond_flux(1, 2)
    for items in ((flux, -flux), [flux], {"a": flux}):
        assert r"\phi_{1\to 2}" in sequence_latex(items)
    for items in ((flux, 1), [], {}, {"a": 2}, (1, 2)):
        assert sequence_latex(items) is None
    assert results_latex([flux] * 41) is None
    other = sf.chain(2, spring="q", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    assert r"\begin{array}{l}" in sequence_latex((flux, other))


def test_the_extension_teaches_a_shell():
    interactive = pytest.importorskip("IPython.core.interactiveshell")
    shell = interactive.InteractiveShell()
    flux = PAIR.steady_state().bond_flux(1, 2)
    before, _ = shell.display_formatter.format((flux, flux))
    assert set(before) == {"text/plain"}
    sf.load_ipython_extension(shell)
    after, _ = shell.display_formatter.format((flux, flux))
    assert r"\phi_{1\to 2}" in after["text/latex"]
    assert set(shell.display_formatter.format((1, 2))[0]) == {"text/plain"}


# sliders ----------------------------------------------------------------------------------------------------


def test_without_ipywidgets_one_line_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(sf.NetworkError, match=r"^explore needs ipywidgets: pip install 'symflux\[notebook\]'$"):
        PAIR.steady_state().explore()


def test_a_slider_moves_the_exact_values():
    pytest.importorskip("ipywidgets")
    explorer = PAIR.steady_state().explore(at={"k": 2, "T1": 3})
    assert list(explorer.sliders) == ["g", "k", "T1", "T2"] and explorer.point["k"] == 2
    first = explorer.shown.value
    explorer.sliders["k"].value = 0.4567
    assert explorer.point["k"] == Fraction("0.457")
    expected = PAIR.steady_state().bond_flux(1, 2).at(explorer.point).rational_function.value
    assert explorer.values["flux(1, 2)"] == expected
    assert explorer.shown.value != first and str(expected) in explorer.shown.value and "<svg" in explorer.shown.value
    assert "application/vnd.jupyter.widget-view+json" in explorer._repr_mimebundle_()
    assert repr(explorer) == f"<explorer of {PAIR.title()}: g, k, T1, T2>"


def test_what_is_wrong_at_a_point_is_said_there():
    pytest.importorskip("ipywidgets")
    net = sf.Network.from_edges(
        [(1, 3, "a"), (3, 2, "a"), (2, 4, "b"), (4, 1, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}
    )
    explorer = net.steady_state().explore(at={"a": 1, "b": 2})
    assert explorer.values
    explorer.sliders["b"].value = 1.0
    assert not explorer.values and "no unique steady state" in explorer.shown.value
    explorer.sliders["b"].value = 3.0
    assert explorer.values


def test_numbers_become_sliders():
    pytest.importorskip("ipywidgets")
    explorer = sf.paper.example_3().steady_state().explore()
    assert list(explorer.sliders) == ["c", "g", "k1", "k2", "T1", "T2", "T3"]
    assert explorer.values["flux(1, 3)"] == Fraction(-116325, 3888694)
    with pytest.raises(sf.NetworkError):
        PAIR.steady_state().explore(at={"zz": 1})


# a notebook for real ----------------------------------------------------------------------------------------

CELLS = (
    "%load_ext symflux\nimport symflux as sf",
    'ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()\nss',
    "ss.bond_flux(1, 2), ss.bath_flux(1)",
    "ss.bond_fluxes()",
    "sf.prove(ss.bond_flux(1, 2) > 0, given=['T1 > T2'])",
    "explorer = ss.explore()\nexplorer",
    "explorer.sliders['k'].value = 3.0\nprint(explorer.values['flux(1, 2)'], explorer.point['k'])",
)


@pytest.mark.filterwarnings("ignore")
def test_a_notebook_runs_and_shows_it_all(tmp_path):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipywidgets")
    pytest.importorskip("ipykernel")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    data = [
        [dict(output.get("data", {"text/plain": output.get("text", "")})) for output in cell["outputs"]]
        for cell in notebook["cells"]
    ]
    assert "<svg" in data[1][0]["text/html"] and r"\frac{k^2}" in data[1][0]["text/html"]
    assert r"\phi_{1\to 2}" in data[2][0]["text/latex"] and r"\phi_{1\to 2}" in data[3][0]["text/latex"]
    assert "proved" in data[4][0]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data[5][0]
    value = sf.chain(2, spring=3, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().bond_flux(1, 2)
    assert data[6][0]["text/plain"].strip() == f"{value.rational_function.value} 3"
    assert json.dumps(notebook)
