"""The live page: whole, alone, escaped, small; and in a browser its numbers are those of Python."""

import base64
import hashlib
import html
import json
import re
import struct
import zlib
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from browser import OpenPage, dumped, picture

import symflux as sf
from symflux.algebra import exact
from symflux.errors import CertificateError, NetworkError
from symflux.show.page.live import live_page, save_page
from symflux.show.page.pack import Pack

VOID = {"meta", "br", "hr", "img", "input", "link"}
TRIANGLE = sf.Network.from_edges(
    [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}, name="triangle"
)


class Reader(HTMLParser):
    """Every tag is closed; ids, links and labels are kept."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong, self.ids, self.downloads, self.handlers = [], [], [], {}, []
        self.labels, self.inputs, self.tags, self.text, self.uses = set(), [], set(), "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        if "download" in given:
            self.downloads[given["download"]] = given["href"]
        if tag == "label":
            self.labels.add(given.get("for"))
        if tag in ("input", "textarea") or (tag == "svg" and given.get("role")):
            self.inputs.append(given)
        self.uses += [given[name].removeprefix("#") for name in ("href",) if given.get(name, "").startswith("#")]

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.wrong.append(tag)

    def handle_data(self, data):
        self.text += data


def model_of(text):
    return json.loads(re.search(r'<script type="application/json" id="model">(.*?)</script>', text, re.S)[1])


@pytest.fixture(scope="module")
def triangle(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "triangle.html"
    assert TRIANGLE.steady_state().page(path, at={"a": 9, "b": 13}) == path
    return path


# the file ---------------------------------------------------------------------------------------------------


def test_the_page_is_whole_and_says_what_it_shows(triangle):
    reader = Reader(triangle.read_text(encoding="utf-8"))
    assert not reader.open and not reader.wrong
    assert len(reader.ids) == len(set(reader.ids)) and set(reader.uses) <= set(reader.ids)
    assert {"math", "svg", "table", "noscript"} <= reader.tags
    for words in ("triangle", "Refuted:", "Figure 2.", "3 springs and 2 heat baths"):
        assert words in reader.text


def test_every_control_has_a_name(triangle):
    reader = Reader(triangle.read_text(encoding="utf-8"))
    assert len(reader.inputs) > 10
    assert all(
        given.get("aria-label") or given.get("aria-labelledby") or given["id"] in reader.labels
        for given in reader.inputs
    )


def test_the_page_asks_nothing_of_the_network(triangle):
    text = triangle.read_text(encoding="utf-8")
    assert "http" not in re.sub(r'http-equiv|"http://www\.w3\.org/[^"]*"', "", text)
    assert not re.search(r"\bsrc=|@import|\bimport\(|fetch\(|XMLHttpRequest|WebSocket|eval\(|innerHTML", text)


def test_the_policy_allows_this_script_and_this_style_alone(triangle):
    text = triangle.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    for tag in ("script", "style"):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert len(inline) == 1 and f"{tag}-src 'sha256-{digest}'" in policy
    assert not Reader(text).handlers


def test_certificates_and_the_network_can_be_taken_away(triangle, tmp_path):
    downloads = Reader(triangle.read_text(encoding="utf-8")).downloads
    assert len(downloads) == 5  # a point for each way of the current through 1-2 and of that through 1-3-2, the network
    for name, link in downloads.items():
        data = base64.b64decode(link.partition("base64,")[2])
        (tmp_path / name).write_bytes(data)
        if name.endswith(".json"):
            assert sf.check(tmp_path / name).verdict in ("proved", "refuted")
    assert sf.Network.from_toml(tmp_path / "network.toml") == TRIANGLE


NASTY = "</title></script><script>alert('1')</script>\"'&é\N{SNOWMAN}"


def test_what_comes_from_a_user_ends_no_element(tmp_path):
    net = sf.Network.from_edges(
        [("a.b-c", "x", "k")], pinning=1, baths={"a.b-c": (1, "T1"), "x": (1, "T2")}, name=NASTY
    )
    text = live_page(net)
    assert NASTY not in text and Reader(text).text.count(NASTY) >= 2  # title and heading
    assert text.count("<script") == 2 and text.count("</script>") == 2
    assert not Reader(text).wrong
    proof = sf.prove("a**2 + b**2 >= 2*a*b").certificate
    changed = {**proof.data, "claim": {**proof.data["claim"], "left": "a**2 + </script>"}}
    (tmp_path / "bad.json").write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(CertificateError):
        live_page(net, proofs=[tmp_path / "bad.json"])


def test_json_in_the_page_is_safe_and_the_same():
    from symflux.show.page.frame import _json

    data = {"<": "</script><!--", "u": "\u2028é&"}
    assert not set(_json(data)) & set("<>&\u2028") and json.loads(_json(data)) == data


def test_proofs_are_checked_and_handed_out(tmp_path):
    outcome = sf.prove("a**2 + b**2 >= 2*a*b")
    outcome.certificate.save(tmp_path / "square.json")
    for proof in (outcome, outcome.certificate, tmp_path / "square.json"):
        text = live_page(TRIANGLE.at({"g": 1}), proofs=[proof], seconds=2)
        assert "a**2 + b**2 &gt;= 2*a*b" in text and "all variables positive" in text


@pytest.mark.parametrize("name", ["example_1", "example_2", "example_2_corrected", "example_3", "example_4"])
def test_the_paper_fits(name):
    net = getattr(sf.paper, name)()
    text = live_page(net, seconds=5 if name == "example_4" else 2)
    assert len(text.encode()) < 300_000
    model = model_of(text)
    assert "grid" not in model and len(model["dials"]) >= 4
    there = {dial["name"]: Fraction(dial["value"]) for dial in model["dials"]}
    for flux in model["fluxes"]:
        sign, place = flux["value"]
        assert sign * packed_value(model, place, there) == quantity(net, flux["name"])


def quantity(net, name):
    kind, _, inside = name.removesuffix(")").partition("(")
    sites = [int(part) for part in inside.split(",")]
    ss = net.steady_state()
    return (ss.bond_flux(*sites) if kind == "flux" else ss.bath_flux(*sites)).rational_function.value


def packed_value(model, place, there):
    """The value of a table entry by the format that its docstring states, in fractions."""
    names = [dial["name"] for dial in model["dials"]]
    constant, factors = model["values"][place]
    total = Fraction(constant)
    for k, power in factors:
        variables, text = model["polynomials"][k]
        value = Fraction(0)
        for term in text.split():
            coefficient, exponents = term.split(":")
            part = Fraction(coefficient)
            for name, digit in zip(variables, exponents, strict=True):
                part *= there[names[name]] ** int(digit, 36)
            value += part
        total *= value**power
    return total


def test_too_long_formulas_become_a_grid_and_the_page_says_so():
    springs = [(i, j, f"k{i}{j}") for i in range(1, 6) for j in range(i + 1, 6)]
    five = sf.Network.from_edges(springs, pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")})
    text = live_page(five, seconds=1)
    model = model_of(text)
    assert "too long for a page" in text and "not exact" in text and "Held fixed" in text
    assert model["grid"]["names"] == ["k12", "k13"] and model["grid"]["error"] < 1e-6
    assert len(text.encode()) < 300_000


@pytest.mark.parametrize("at", [{"zz": 1}, {"a": "b"}, {"a": -1}])
def test_wrong_first_values_are_refused(at):
    with pytest.raises(NetworkError):
        live_page(TRIANGLE, at=at)


def test_a_page_that_cannot_be_written_is_one_line(tmp_path):
    with pytest.raises(NetworkError, match=r"cannot write .*No such file"):
        save_page(TRIANGLE.at({"g": 1, "a": 1, "b": 2}).steady_state(), tmp_path / "no" / "page.html")


# in a browser -----------------------------------------------------------------------------------------------


def cell(dom, name):
    return html.unescape(re.search(rf'id="{name}"[^>]*>(.*?)</t', dom)[1]).replace("\N{MINUS SIGN}", "-")


def points_of(dials, count, seed):
    """Points with few digits, some of them wild, and some where terms cancel."""
    random = Random(seed)
    kinds = [
        lambda: Fraction(random.randint(1, 400), 100),
        lambda: Fraction(random.randint(1, 10**9), 10 ** random.randint(0, 12)),
        lambda: 1 + Fraction(random.randint(-9, 9), 10**8),
    ]
    return [[random.choice(kinds[: 1 + k % 3])() for _ in dials] for k in range(count)]


@pytest.mark.parametrize("name", ["triangle", "example_3"])
def test_a_hundred_points_are_those_of_python(tmp_path, name):
    net = TRIANGLE if name == "triangle" else sf.paper.example_3()
    path = tmp_path / "page.html"
    path.write_text(live_page(net, seconds=1), encoding="utf-8")
    model = model_of(path.read_text(encoding="utf-8"))
    points = points_of(model["dials"], 100, 7)
    lines = ";".join(",".join(map(str, point)) for point in points)
    dom = dumped(path, f"#points={lines}")
    rows = re.findall(r"<tr>(.*?)</tr>", re.search(r'id="points-table">(.*?)</table>', dom, re.S)[1], re.S)[1:]
    assert len(rows) == 100
    names = [dial["name"] for dial in model["dials"]]
    for point, row in zip(points, rows, strict=True):
        cells = re.findall(r'<td(?: title="([^"]*)")?>([^<]*)</td>', row)[len(names) :]
        for flux, (shown, size) in zip(model["fluxes"], cells, strict=True):
            sign, place = flux["value"]
            expected = sign * packed_value(model, place, dict(zip(names, point, strict=True)))
            assert Fraction(shown.replace("\N{MINUS SIGN}", "-")) == expected
            assert abs(float(size) - float(expected)) <= 3e-16 * abs(float(expected))
        if name == "triangle" and point is points[1]:  # and the packed values are those of the solver
            there = dict(zip(names, point, strict=True))
            assert Fraction(cells[0][0].replace("\N{MINUS SIGN}", "-")) == forwards(there)


def forwards(there):
    return TRIANGLE.steady_state().bond_flux(1, 2).at(there).rational_function.value


def test_the_first_values_are_shown_and_a_link_moves_them(triangle):
    there = {"a": 9, "b": 13, "g": 1, "T1": 2, "T2": 1}
    ss = TRIANGLE.steady_state()
    for fragment, values in (("", there), ("#b=1&g=1/3&T2=0.25", {**there, "b": 1, "g": "1/3", "T2": "1/4"})):
        dom = dumped(triangle, fragment)
        value = ss.bond_flux(1, 2).at(values).rational_function.value
        assert cell(dom, "exact-0") == str(value)
        assert abs(float(cell(dom, "size-0")) - float(value)) < 1e-5 * abs(float(value))
        assert cell(dom, "way-0") == ("→" if value > 0 else "←")
        heat = re.search(r"heat (\d) → (\d): ", html.unescape(dom))
        assert heat is not None
    assert "Heat runs 2 to 1, 1 to 3, 3 to 2." in dumped(triangle)  # it circulates where the paper says
    assert 'class="heat round"' in dumped(triangle)


def test_the_map_has_the_boundary_of_the_region(triangle):
    """Every point of the drawn curve lies where the exact boundary polynomial changes its sign nearby."""
    dom = dumped(triangle)
    border = re.search(r'id="map-border" d="([^"]*)"', dom)[1]
    spots = [tuple(map(float, spot.split())) for spot in re.split("[ML]", border) if spot]
    model = model_of(triangle.read_text(encoding="utf-8"))
    shown = model["fluxes"][model["plane"][0]]
    assert shown["name"] == "flux(1,2)"  # the wedge in which it runs backwards
    region = sf.sign_region(TRIANGLE.steady_state().bond_flux(1, 2), over=["a", "b"], at={"g": 1})
    (boundary,) = region.boundary
    assert model["plane"][1:] == [0, 1] and len(spots) > 40
    low, high = axis_ends(dom, "a", model), axis_ends(dom, "b", model)
    for x, y in spots[::5]:
        a, b = (ends[0] * (ends[1] / ends[0]) ** t for ends, t in ((low, x), (high, 1 - y)))
        signs = {
            boundary.evaluate({"a": Fraction(a * (1 + s)), "b": Fraction(b * (1 + t))}) > 0
            for s in (-0.003, 0.003)
            for t in (-0.003, 0.003)
        }
        assert signs == {True, False}


def axis_ends(dom, name, model):
    """The range of a dial as docs state it: a twentieth to twenty times the first value, and what it must reach."""
    dial = next(dial for dial in model["dials"] if dial["name"] == name)
    value, seen = float(Fraction(dial["value"])), [float(Fraction(text)) for text in dial.get("seen", [])]
    return min([value / 20, *(v / 2 for v in seen)]), max([20 * value, *(2 * v for v in seen)])


def test_where_the_steady_state_is_not_unique_the_page_says_so(tmp_path):
    square = sf.Network.from_edges(
        [(1, 3, "a"), (3, 2, "a"), (2, 4, "b"), (4, 1, "b")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
    )
    path = tmp_path / "square.html"
    path.write_text(live_page(square, at={"a": 1, "b": 2}, seconds=1), encoding="utf-8")
    assert re.search(r'id="trouble"[^>]*hidden', dumped(path, "#b=1.0001"))
    with pytest.raises(sf.UniquenessError):
        square.at({"a": 1, "b": 1}).steady_state()
    dom = dumped(path, "#b=1")
    assert "not unique at these values" in dom and not re.search(r'id="trouble"[^>]*hidden', dom)
    limit = (
        square.steady_state()
        .bond_flux(1, 3)
        .rational_function.evaluate({"a": 1, "b": 1, "c": 1, "g": 1, "T1": 2, "T2": 1})
    )
    assert Fraction(cell(dom, "exact-0")) == limit


def test_an_unstable_network_has_no_numbers(tmp_path):
    ring = sf.Network.from_edges(
        [(1, 2, (0, "k")), (2, 3, (0, "k")), (3, 1, (0, "k"))],
        pinning="c",
        baths={i: ("g", f"T{i}") for i in (1, 2, 3)},
    )
    path = tmp_path / "ring.html"
    path.write_text(live_page(ring, seconds=1), encoding="utf-8")
    stable, unstable = dumped(path), dumped(path, "#g=1/10&k=5")
    assert cell(stable, "exact-0") not in ("", "0")
    assert "the network is not stable" in unstable and cell(unstable, "exact-0") == ""


def test_a_grid_is_near_the_exact_value(tmp_path, monkeypatch):
    monkeypatch.setattr("symflux.show.page.live._FORMULAS", 40)
    path = tmp_path / "grid.html"
    net = TRIANGLE.at({"g": 1})
    path.write_text(live_page(net, at={"a": 2, "b": 3}), encoding="utf-8")
    assert "grid" in model_of(path.read_text(encoding="utf-8"))
    dom = dumped(path, "#a=3.3&b=2.7&T1=5&T2=1/2")
    value = (
        net.steady_state().bond_flux(1, 2).at({"a": "3.3", "b": "2.7", "T1": 5, "T2": "1/2"}).rational_function.value
    )
    assert abs(float(cell(dom, "size-0")) / float(value) - 1) < 0.02


def mean_brightness(png):
    """The mean of all bytes of an unfiltered look at a PNG: enough to tell a dark page from a light one."""
    width, height = struct.unpack(">II", png[16:24])
    place, data = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    raw = zlib.decompress(data)
    stride = len(raw) // height
    return raw[1 : 1 + 3] if raw[0] == 0 else raw[1:4], width, stride


@pytest.mark.parametrize("size", [(1200, 1500), (420, 1500)])
def test_it_opens_on_a_desk_and_on_a_phone_in_the_dark_and_in_the_light(triangle, tmp_path, size):
    light = picture(triangle, tmp_path / "light.png", size)
    dark = picture(triangle, tmp_path / "dark.png", size, dark=True)
    assert len(light) > 30_000 and len(dark) > 30_000
    first = [mean_brightness(png)[0][0] for png in (light, dark)]
    assert first[0] > 200 and first[1] < 60


# by hand ----------------------------------------------------------------------------------------------------


def test_sliders_keys_and_buttons_move_the_exact_values(triangle):
    ss = TRIANGLE.steady_state()
    with OpenPage(triangle) as page:

        def typed(name):
            k = ["a", "b", "g", "T1", "T2"].index(name)
            return Fraction(page.run(f"document.getElementById('typed-{k}').value"))

        def agrees():
            point = {name: typed(name) for name in ("a", "b", "g", "T1", "T2")}
            value = ss.bond_flux(1, 2).at(point).rational_function.value
            shown = page.run(
                "document.getElementById('exact-0').title || document.getElementById('exact-0').textContent"
            )
            assert Fraction(shown.replace("\N{MINUS SIGN}", "-")) == value
            return value

        assert agrees() == Fraction(-18, 611)
        slide = "(r => {{ r.value = {1}; r.dispatchEvent(new Event('input')); }})(document.getElementById('{0}'))"
        page.run(slide.format("range-0", 300))
        assert typed("a") != 9 and agrees()
        page.run(slide.format("typed-1", "'5/7'"))
        assert typed("b") == Fraction(5, 7) and agrees() > 0
        page.run(slide.format("typed-1", "'nonsense'"))  # stays where it was, and says so
        assert page.run("document.getElementById('typed-1').classList.contains('wrong')")
        page.run("document.getElementById('reset').click()")
        assert agrees() == Fraction(-18, 611)

        page.run("document.getElementById('map').focus()")
        before = typed("a"), typed("b")
        page.press("ArrowRight")
        page.run("0")
        assert typed("a") > before[0] and typed("b") == before[1] and agrees()
        box = page.run(
            "(e => { e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
            " return [b.left, b.top, b.width, b.height]; })(document.getElementById('map-area'))"
        )
        page.point(box[0] + 0.25 * box[2], box[1] + 0.25 * box[3])
        page.run("0")
        assert typed("a") < 3 and typed("b") > 10 and agrees()

        buttons = page.run("document.querySelectorAll('button[data-witness]').length")
        assert buttons == 4
        page.run("document.querySelector('button[data-witness]').click()")
        assert agrees() <= 0  # the point at which flux(1,2) > 0 fails

        page.run("(s => { s.value = 1; s.dispatchEvent(new Event('change')); })(document.getElementById('map-x'))")
        assert page.run("document.getElementById('map-y').value") == "0"  # the axes change places
        assert page.errors == []


def test_signs_on_the_map_are_exact_where_floats_are_not(triangle):
    """(x - y)^9, multiplied out, at neighbours of seven digits: floats lose its sign, the page does not."""
    source = (Path(sf.__file__).parent / "show/page/browser/exact.js").read_text(encoding="utf-8")
    power = exact("(x - y)**9").numerator
    pack = Pack(["x", "y"], most=10_000)
    (place, packed) = pack.polynomial(power), pack.polynomials[0]
    points = [(f"1.{k:06d}", f"1.{k + step:06d}") for k in range(100000, 900000, 40000) for step in (-1, 0, 1)]
    code = f"""(() => {{ {source}
      const r = restrict(readPolynomial({json.dumps(packed)}), [ZERO, ZERO], 0, 1);
      const node = text => {{ const exact = parseNumber(text); return {{ exact, float: toNumber(exact) }}; }};
      return {json.dumps(points)}.map(([x, y]) => {{
        const [a, b] = [node(x), node(y)], line = lineOf(r, b.float);
        return [signAt(r, line, a, b), Math.sign(floatAt(line, a.float).value)];
      }});
    }})()"""
    with OpenPage(triangle) as page:
        found = page.run(code)
    expected = [(Fraction(x) > Fraction(y)) - (Fraction(x) < Fraction(y)) for x, y in points]
    assert place == 0 and [sure for sure, _ in found] == expected
    assert [guess for _, guess in found] != expected


def test_rounding_of_a_grid_is_no_heat(tmp_path, monkeypatch):
    """On the dead end 3-4 nothing flows; floats give it some 1e-17."""
    monkeypatch.setattr("symflux.show.page.live._FORMULAS", 40)
    net = sf.Network.from_edges([(1, 2, "a"), (2, 3, "b"), (3, 4, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    path = tmp_path / "grid.html"
    path.write_text(live_page(net, at={"a": "1.7", "b": "2.9"}), encoding="utf-8")
    dom = dumped(path, "#b=4.3")
    names = [flux["name"] for flux in model_of(path.read_text(encoding="utf-8"))["fluxes"]]
    dead, live = names.index("flux(3,4)"), names.index("flux(1,2)")
    assert cell(dom, f"size-{dead}") == "0" and cell(dom, f"way-{dead}") == ""
    assert float(cell(dom, f"size-{live}")) > 0.1
