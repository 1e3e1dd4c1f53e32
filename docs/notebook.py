"""The tutorial notebook: run it and store its outputs, and show it as a page; no Jupyter needed.

``python docs/notebook.py`` runs ``docs/tutorial.ipynb`` and writes the outputs into it; ``mkdocs.yml`` names this file
as a hook, which turns notebooks into Markdown pages.
"""

from __future__ import annotations

import ast
import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

__all__ = ["executed", "on_files", "on_page_markdown", "page", "stored_text"]

FORMS = {"text/latex": "_repr_latex_", "image/svg+xml": "_repr_svg_"}


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with its code cells run from top to bottom in one namespace, and what they showed."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = []
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            outputs = _outputs("".join(cell["source"]), names, count)
            cell = {**cell, "execution_count": count, "outputs": outputs}
        cells.append(cell)
    return {**notebook, "cells": cells}


def _outputs(source: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """What one cell prints, and its last expression in every form it has."""
    tree = ast.parse(source)
    shown: list[Any] = []
    hook, sys.displayhook = sys.displayhook, shown.append
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            for statement in tree.body:
                # the interactive mode hands the value of an expression to the display hook
                exec(compile(ast.Interactive([statement]), f"cell {count}", "single"), names)
                if statement is not tree.body[-1]:
                    shown.clear()
    finally:
        sys.displayhook = hook
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if shown and shown[-1] is not None:
        data = {"text/plain": _lines(repr(shown[-1]))}
        for form, method in FORMS.items():
            value = getattr(shown[-1], method, lambda: None)()
            if value is not None:
                data[form] = _lines(value)
        outputs.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def stored_text(cell: dict[str, Any]) -> str:
    """The text that a code cell shows, as stored: what it prints, then its value."""
    pieces = [
        output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"]
        for output in cell["outputs"]
    ]
    return "\n".join("".join(piece).rstrip("\n") for piece in pieces)


def page(notebook: dict[str, Any]) -> str:
    """The notebook as Markdown: pictures inline, formulas as MathML, everything else as text."""
    parts = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                parts.append("```text\n" + "".join(output["text"]).rstrip("\n") + "\n```")
            else:
                parts.append(_shown(output["data"]))
    return "\n\n".join(parts) + "\n"


def _shown(data: dict[str, list[str]]) -> str:
    if "image/svg+xml" in data:
        svg = "".join(data["image/svg+xml"])
        # blank lines would end the raw HTML
        drawing = "\n".join(line for line in svg[svg.index("<svg") :].splitlines() if line.strip())
        return f'<div class="picture">\n{drawing}\n</div>'
    if "text/latex" in data:
        from latex2mathml.converter import convert

        formula = "".join(data["text/latex"]).strip().strip("$").replace(r"\displaystyle", "")
        return f'<div class="formula">{convert(formula, display="block")}</div>'
    return "```text\n" + "".join(data["text/plain"]) + "\n```"


def on_files(files: Any, config: Any) -> Any:
    """Replace every notebook by its page."""
    from mkdocs.structure.files import File

    for file in list(files):
        if file.src_uri.endswith(".ipynb"):
            notebook = json.loads(Path(file.abs_src_path).read_text(encoding="utf-8"))
            files.remove(file)
            files.append(File.generated(config, file.src_uri.replace(".ipynb", ".md"), content=page(notebook)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to the notebook lead to its page."""
    return markdown.replace(".ipynb)", ".md)")


def main() -> None:
    """Run the tutorial and store what it shows."""
    import matplotlib

    matplotlib.rcParams["svg.hashsalt"] = "symflux"  # a second run writes the same element names
    path = Path(__file__).parent / "tutorial.ipynb"
    notebook = executed(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
