"""The commands that write LaTeX documents."""

from symflux.cli import main


def test_report_is_written_and_says_how_to_typeset_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "triangle.toml"]) == 0
    capsys.readouterr()
    assert main(["report", "triangle.toml", "-o", "triangle.tex"]) == 0
    assert capsys.readouterr().out == "wrote triangle.tex; try: pdflatex triangle.tex\n"
    text = (tmp_path / "triangle.tex").read_text(encoding="utf-8")
    assert text.startswith("\\documentclass")
    assert text.rstrip().endswith("\\end{document}")


def test_report_where_no_file_can_be_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    capsys.readouterr()
    assert main(["report", "triangle.toml", "-o", "nowhere/triangle.tex"]) == 2
    assert "cannot write 'nowhere/triangle.tex': No such file or directory" in capsys.readouterr().err
