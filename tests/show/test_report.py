"""Reports compile without overfull boxes, in one column and in two, and say what is true."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from compiling import compiled
from latex_reader import Reader, equations_of

import symflux as sf
from symflux.errors import NetworkError
from symflux.show.pictures.scene import Polygon, Text
from symflux.show.tex.document import Document, prose
from symflux.show.tex.latex import latex, system_latex
from symflux.show.tex.maps import sign_scene
from symflux.show.tex.names import Names, quantity_latex
from symflux.show.tex.report import report

TRIANGLE = sf.Network.from_edges(
    [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, name="a_triangle"
)
FULL = sf.Network.from_edges(
    [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")],
    pinning={1: "c1", 2: "c2", 3: "c3"},
    baths={1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")},
)
CHAIN = sf.chain(3, spring="k", pinning="c", baths={1: ("gamma1", "T_hot"), 3: ("gamma3", "T_cold")})
NETWORKS = {
    "triangle": TRIANGLE,
    "symbolic triangle": FULL,
    "chain": CHAIN,
    "numbers": sf.paper.example_1(),
    "long numbers": sf.paper.example_4(),
    "no steady state": sf.paper.figure_1(),
    "named sites": sf.Network.from_edges(
        [("left", "mid_1", 1), ("mid_1", "right", "2/3")], pinning="1/10", baths={"left": (1, "Th"), "right": (2, "Tc")}
    ),
    "one bath": sf.chain(2, baths={1: (1, 1)}),
}


@pytest.mark.parametrize(
    ("name", "layout"),
    [(name, "revtex") for name in ("triangle", "symbolic triangle", "chain", "named sites")]
    + [(name, "article") for name in ("triangle", "numbers", "no steady state", "one bath")],
)
def test_reports_compile_without_overfull_boxes(name, layout, tmp_path):
    compiled(report(NETWORKS[name], layout=layout, seconds=5, digits=8), tmp_path)


def test_long_numbers_fit_a_column(tmp_path):
    page = Document("long numbers", "revtex")
    ss = NETWORKS["long numbers"].steady_state()
    page.add(*(latex(ss.bond_flux(*bond), width=page.width) for bond in ss.network.bonds))
    page.figure(ss.network.draw(ss), "a wide picture")
    compiled(str(page), tmp_path)


def test_a_report_proves_what_has_one_sign():
    text = report(CHAIN, seconds=5, digits=8)
    assert r"$\phi_{1\to 2}$ has the sign of $T_{\mathrm{hot}} - T_{\mathrm{cold}}$" in text
    assert text.count(r"\textbf{Theorem.}") == 1 == text.count("Every conductance")
    assert "The same current flows through $2$--$3$." in text


def test_a_report_shows_both_directions_where_both_occur():
    text = report(TRIANGLE, seconds=5, digits=8)
    assert text.count("Either direction occurs") == 2 and text.count("forwards at") == 2
    assert "The same current flows through $3$--$2$." in text
    assert "Regions of coupling space" in text and "4 a^3 - 4 a^2 b" in text
    assert r"All agree to at least" in text


def test_a_report_states_the_theorem_on_bridges():
    text = report(NETWORKS["numbers"], digits=8)
    assert text.count("this bond is the only way between the two") == 0  # numbers have their directions already
    warm = sf.chain(3, pinning=1, baths={1: (1, "T1"), 2: (1, "T2"), 3: (1, "T3")})
    assert report(warm, digits=8).count("this bond is the only way between the two") == 2


def test_a_report_names_hidden_modes():
    text = report(sf.paper.figure_1())
    assert "$(0, 0, 1, -1)$" in text and "Heat fluxes}" not in text


def test_layouts_are_named():
    with pytest.raises(NetworkError, match="use one of article, revtex"):
        Document("title", "poster")


@pytest.mark.parametrize("order", [1, -1])
def test_names_in_a_system_are_defined_once_and_mean_the_same_everywhere(order):
    ss = FULL.steady_state()
    results = [
        *ss.conductances().values(), *map(ss.bath_flux, (1, 2, 3)), *(ss.bond_flux(*bond) for bond in FULL.bonds),
        ss.entropy_production(), *(ss.kinetic_temperature(i) for i in (1, 2, 3)), ss.covariance(("q", 1), ("v", 2)),
        ss.covariance(("q", 1), ("q", 2)), ss.position_difference(2, 3), ss.hurwitz_determinant(),
    ][::order]  # fmt: skip
    text = system_latex(results, width=246)
    point = {name: Fraction(k * k + 3, k + 2) for k, name in enumerate(FULL.parameters)}
    shown = Names(FULL.parameters)
    known = {shown[name]: value for name, value in point.items()}
    listed = [(left, right) for left, right in equations_of(text) if r"\sum" not in right]
    assert len({left for left, _ in listed}) == len(listed)
    waiting = listed
    while waiting:
        left_over = []
        for left, right in waiting:
            try:
                known[left] = Reader(right, known).whole()
            except KeyError:
                left_over.append((left, right))
        assert len(left_over) < len(waiting)
        waiting = left_over
    for result in results:
        left = quantity_latex(result.quantity, FULL, shown).replace(" ", "")
        assert known[left] == result.at(point).rational_function.value


@pytest.mark.parametrize(
    ("plain", "latex_text"),
    [
        ("K_ij >= 0 holds", r"$K_{ij} \geq  0$ holds"),
        ("Lemma 1: a <b> c_1", r"Lemma $1$: a $\langle b\rangle  c_{1}$"),
        ("50% of A & B", r"50\% of A \& $B$"),
        ("A chain", "A chain"),
    ],
)
def test_plain_sentences_become_latex(plain, latex_text):
    assert re.sub(" +", " ", prose(plain)) == re.sub(" +", " ", latex_text)


def test_a_report_states_equal_fluxes_once():
    text = report(sf.chain(5, spring="k", pinning="c", baths={1: ("g", "T1"), 5: ("g", "T2")}), seconds=5, digits=8)
    assert "The same current flows through every bond" in text
    assert text.count(r"\textbf{Theorem.}") == 1 and text.count("K_{15} = ") == 1
    assert "4 springs and 2 Langevin heat baths" in text


def test_one_spring_is_a_spring():
    assert "1 spring and 1 Langevin heat bath " in report(NETWORKS["one bath"], digits=8)


@pytest.mark.parametrize("layout", ["article", "revtex"])
def test_the_triangle_with_two_baths_shows_its_map_spectrum_and_circle(layout, tmp_path):
    net = sf.Network.from_edges(
        [(1, 2, "k"), (1, 3, "kappa"), (2, 3, "kappa")], pinning="k_0", baths={1: ("g", "T_1"), 2: ("g", "T_2")}
    )
    text = report(net, layout=layout, seconds=5, digits=8)
    place = re.search(r"At (.*?) heat\s+flows all the way round \$1\$ \$\\to\$ \$3\$ \$\\to\$ \$2\$", text)
    point = dict(re.findall(r"\$(\S+) = (\S+?)\$", place[1]))
    at = {name: point[Names(net.parameters)[name]] for name in net.parameters}
    assert net.steady_state().circulations(at=at) == [[1, 3, 2]]
    assert text.count("changes its sign exactly where") == 2 and text.count("the line is exact") == 2
    assert text.count("by frequency at") == 2
    compiled(text, tmp_path)


def test_a_map_has_the_exact_sign_everywhere():
    region = sf.sign_region("a**2 - 2*b", over=["a", "b"])
    scene = sign_scene(region, Names(["a", "b"]))
    strips = [shape for shape in scene.shapes if isinstance(shape, Polygon)]
    assert {"#c6dbef", "#fdae6b"} == {strip.fill for strip in strips}
    ticks = [shape for shape in scene.shapes if isinstance(shape, Text)]
    across = max(float(t.plain) for t in ticks if t.at[1] < -0.2 and t.plain[0].isdigit())
    up = max(float(t.plain) for t in ticks if t.anchor == "end")
    right = max(t.at[0] for t in ticks if t.plain == f"{across:g}" and t.at[1] < -0.2)
    top = max(t.at[1] for t in ticks if t.anchor == "end")
    for strip in strips:
        a = sum(x for x, _ in strip.points) / 4 * across / right
        b = sum(y for _, y in strip.points) / 4 * up / top
        assert (strip.fill == "#c6dbef") == (a * a > 2 * b)
