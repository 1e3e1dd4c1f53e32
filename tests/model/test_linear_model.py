"""One file assembles M, D and V; what it assembles is the equation of motion, element by element."""

import ast
import pickle
import re
from dataclasses import replace
from pathlib import Path

import pytest

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.model.elements import Bath, Drive
from symflux.model.linear_model import linear_model

PACKAGE = Path(sf.__file__).parent
x = RationalFunction.variable
NET = sf.Network.from_edges(
    [("a", "b", "k"), ("b", "c", "l")], pinning={"a": "p"}, masses={"c": "m"}, baths={"a": ("g", "T"), "c": ("h", "S")}
)


def values(matrix):
    return {(i, j): str(value) for i, j, value in matrix.entries()}


def test_a_network_of_today():
    model = NET.linear_model()
    assert values(model.mass) == {(0, 0): "1", (1, 1): "1", (2, 2): "m"}
    assert values(model.damping) == {(0, 0): "g", (2, 2): "h"}
    assert values(model.coupling) == {
        (0, 0): "k + p", (0, 1): "-k", (1, 0): "-k", (1, 1): "k + l", (1, 2): "-l", (2, 1): "-l", (2, 2): "l",
    }  # fmt: skip
    assert [(bath.label, bath.index, str(bath.temperature)) for bath in model.baths] == [("a", 0, "T"), ("c", 2, "S")]
    assert model.parameters == NET.coupling_parameters


def test_every_other_kind_of_element():
    """F_a = k_ab (q_b - q_a), F_b = k_ba (q_a - q_b); F_a = w v_b, F_b = -w v_a; -h v_b on a; gamma u u^T; m u u^T."""
    elements = replace(
        NET,
        spring_items=(), pinning_items=(x("z") - x("z"),) * 3,
        directed_items=((("a", "b"), (x("kab"), x("kba"))),),
        magnetic_items=((("a", "b"), x("w")),),
        feedback_items=((("a", "b"), x("f")),),
        inerter_items=((("b", "c"), x("C")),),
        bath_items=(Bath(x("g"), x("T"), sites=("a", "c"), label=("a", "c")),),
        drive_items=(Drive(x("E"), ("b",)), Drive(x("F"), ("a", "b"))),
    )  # fmt: skip
    model = linear_model(elements)
    assert values(model.coupling) == {(0, 0): "kab", (0, 1): "-kab", (1, 0): "-kba", (1, 1): "kba"}
    assert values(model.damping) == {
        (0, 0): "g", (0, 1): "f - w", (0, 2): "-g", (1, 0): "w", (2, 0): "-g", (2, 2): "g",
    }  # fmt: skip
    assert values(model.mass) == {(0, 0): "1", (1, 1): "C + 1", (1, 2): "-C", (2, 1): "-C", (2, 2): "C + m"}
    assert [bath.direction for bath in model.baths] == [((0, 1), (2, -1))]
    assert [drive.label for drive in model.drives] == ["b", ("a", "b")]
    assert model.baths[0].index is None


def test_equal_hashable_picklable():
    again = NET.at({}).linear_model()
    assert again == NET.linear_model() and hash(again) == hash(NET.linear_model())
    assert pickle.loads(pickle.dumps(again)) == again
    assert NET.at({"k": 2}).linear_model() != again


def test_it_is_assembled_once():
    assert NET.linear_model() is NET.linear_model()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_other_file_assembles_a_matrix(path):
    """Nobody else adds springs to pins, or asks for the matrix other than through the model."""
    if path.name == "linear_model.py" or "certificates" in path.parts:  # the checker rebuilds what it is told, alone
        return
    text = path.read_text(encoding="utf-8")
    if path.parts[-2:] != ("model", "network.py"):  # the public methods of that name
        assert "potential_matrix(" not in text and "potential_rows(" not in text
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.For) and re.search(r"spring_items|\.springs\b", ast.unparse(node.iter)):
            body = " ".join(map(ast.unparse, node.body))
            assert not re.search(r"\[\w+\]\[\w+\] *[-+]?=", body), f"line {node.lineno} fills a matrix from springs"
