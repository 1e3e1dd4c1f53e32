"""The pages of the atlas: one an entry, an index that filters, links that lead somewhere, no outside help."""

import re
from html.parser import HTMLParser

import pytest

import symflux as sf
from symflux.algebra import Polynomial
from symflux.show.page.atlas import write_pages
from symflux.show.page.quadrant_plot import quadrant_plot

VOID = {"meta", "br", "hr", "img", "input", "link", "rect", "circle", "polygon", "polyline", "line"}


class Reader(HTMLParser):
    """Every tag is closed; links, cards and ids are kept."""

    def __init__(self, text):
        super().__init__()
        self.open, self.links, self.cards, self.wrong = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(given["href"])
            if given.get("class") == "card":
                self.cards.append({k[5:]: v for k, v in given.items() if k.startswith("data-")})

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("page")
    assert write_pages(sf.atlas(sites=4), place) == 16
    return place


def test_every_page_is_whole_and_every_link_leads_somewhere(folder):
    pages = sorted(folder.iterdir())
    assert len(pages) == 17
    for page in pages:
        reader = Reader(page.read_text(encoding="utf-8"))
        assert not reader.open and not reader.wrong
        assert all((folder / link).is_file() for link in reader.links)


def test_pages_ask_nothing_of_the_network(folder):
    for page in folder.iterdir():
        text = page.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text and "src=" not in text and "@import" not in text


def test_cards_carry_what_the_filter_asks(folder):
    cards = Reader((folder / "index.html").read_text(encoding="utf-8")).cards
    entries = list(sf.atlas(sites=4))
    assert [card["bonds"] for card in cards] == [str(len(e)) for e in entries]
    assert [card["circulates"] for card in cards] == [e.circulates for e in entries]
    assert [card["hidden"] for card in cards] == [str(e.hidden) for e in entries]
    text = (folder / "index.html").read_text(encoding="utf-8")
    for name in re.findall(r'<select name="(\w+)"', text):
        assert all(name in card for card in cards)


def test_the_diamond_shows_its_boundary_and_witnesses(folder):
    text = (folder / "12-13-14-23-34.html").read_text(encoding="utf-8")
    assert "6*g^2 - 7*k*m" in text
    assert "forward at k = 1, c = 1, g = 2, m = 1" in text and "backward at k = 1, c = 1, g = 1, m = 1" in text


def test_a_plot_is_blue_and_orange_where_the_sign_says():
    h = Polynomial.variable("h")
    everywhere = quadrant_plot([h + 1], 1)
    nowhere = quadrant_plot([h + 1], -1)
    assert everywhere.count("#f8dcc0") == 0 and nowhere.count("#f8dcc0") == 96
    half = quadrant_plot([h - 1], 1)
    assert half.count("#f8dcc0") == 48


def test_the_documentation_site_has_the_pages_that_its_text_names(tmp_path, monkeypatch):
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    docs = Path(__file__).parents[2] / "docs"
    spec = spec_from_file_location("atlas_pages", docs / "atlas_pages.py")
    hook = module_from_spec(spec)
    spec.loader.exec_module(hook)
    hook.on_post_build({"site_dir": str(tmp_path)})
    links = re.findall(r'href="\.\./(atlas/[^"]*)"', (docs / "what-can-heat-do.md").read_text(encoding="utf-8"))
    assert len(links) == 2 and all((tmp_path / link).is_file() for link in links)
