"""``symflux page``: one file, first values, certificates of one's own."""

import pytest

import symflux as sf
from symflux.cli import main


@pytest.fixture
def triangle(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    capsys.readouterr()
    return "triangle.toml"


def test_a_page_is_written(triangle, tmp_path, capsys):
    sf.prove("a**2 + b**2 >= 2*a*b").certificate.save(tmp_path / "square.json")
    words = ["page", triangle, "-o", "page.html", "--at", "a=9,b=13", "--at", "c=1", "--proof", "square.json"]
    assert main([*words, "--seconds", "40"]) == 0
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"wrote page.html ({round(len(text.encode()) / 1000)} kB); open it in a browser\n"
    assert '"name":"a","text":"a","value":"9"' in text and "a**2 + b**2 &gt;= 2*a*b" in text


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["-o", "no_folder/page.html"], 2, "cannot write 'no_folder/page.html': No such file or directory"),
        (["-o", "page.html", "--at", "zz=1"], 2, "zz"),
        (["-o", "page.html", "--proof", "none.json"], 2, "none.json: No such file or directory"),
        ([], 2, "-o"),
    ],
)
def test_what_cannot_be_done_is_one_line(triangle, capsys, words, status, said):
    assert main(["page", triangle, *words, "--seconds", "20"]) == status
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_a_network_without_a_unique_steady_state_is_no_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    sf.paper.figure_1().to_toml("square.toml")
    assert main(["page", "square.toml", "-o", "page.html"]) == 1
    assert not (tmp_path / "page.html").exists()
