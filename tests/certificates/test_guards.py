"""Every guard of the checker has a certificate that is accepted without it.

Three kinds of guards, no more: those whose removal lets a rejected or malformed file pass; limits of size, exempt by
the name of the limit, each with a certificate of its own that it refuses; and those of WORDS, which only say better
what the next line would fail on anyway: a file shows that they speak, and that the file is refused without them too.
"""

import json
from pathlib import Path

import pytest
from checker_guards import CORE, FRONT, GUARDS, LIMITS, checker_without, guard_at, refused_by

HERE = Path(__file__).parent
FILES = {
    path.stem: path.read_bytes() for folder in ("rejected", "malformed") for path in (HERE / folder).glob("*.json")
}

#: part of the message of each guard that only says better what fails anyway
WORDS = (
    "expected an object, found", "is missing", "expected a formula in a string", "division by zero",
    "expected a number, a variable", "no such rule", "lists of one length", "two sites have one label",
    "its entries name no quantities", "takes {} arguments", "no sample point: prove it again", "there is no bath {}",
    "has no mass",
)  # fmt: skip


@pytest.fixture(scope="module")
def files_by_guard():
    """{guard: the files that it refuses}: a file that another guard refuses never meets this one's absence."""
    found = {}
    for name, data in sorted(FILES.items()):
        place = refused_by(data)
        assert place is not None, f"{name} is accepted"
        found.setdefault(guard_at(place), []).append(name)
    return found


def is_accepted(module, data):
    try:
        module.check(module.load(data))
    except Exception:  # a rejection is of the class of that module
        return False
    return True


def in_words(guard):
    return any(words in guard.text for words in WORDS)


LOCKED = [guard for guard in GUARDS if not guard.limit]


def test_guards_are_found():
    assert len(LOCKED) > 70
    assert {guard.file for guard in LOCKED} == {"core", "check"}
    for words in WORDS:
        assert sum(words in guard.text for guard in LOCKED) == 1, words


@pytest.mark.parametrize("guard", LOCKED, ids=str)
def test_without_a_guard_some_file_passes(guard, files_by_guard):
    names = files_by_guard.get(guard, [])
    assert names, "no file of rejected/ or malformed/ is refused by it"
    module = checker_without(guard)
    passing = next((name for name in names if is_accepted(module, FILES[name])), None)
    assert (passing is None) == in_words(guard), names


def test_the_checker_with_all_its_guards_is_the_checker():
    module = checker_without(None)
    for path in (HERE / "accepted").glob("*.json"):
        assert str(module.check(module.load(path.read_bytes()))) == str(FRONT.check(FRONT.load(path.read_bytes())))


def certificate(left, proof=None, **changes):
    data = {
        "format": FRONT.FORMAT, "verdict": "proved", "claim": {"left": left, "relation": ">", "right": "0"},
        "given": [], "real": [], "network": None, "proof": proof or {"rule": "sage"},
    }  # fmt: skip
    return {**data, **changes}


def nested(depth):
    proof = {"rule": "sage"}
    for _ in range(depth):
        proof = {"rule": "multiply", "by": "1", "positive": {"rule": "sage"}, "then": proof}
    return proof


BEYOND = {  # limit: a certificate beyond it, and what is said
    "FORMULA": (lambda: certificate("1" * 600_000), "characters"),
    "WORK": (lambda: certificate("+".join(["(1+x)**150*(1+y)**150"] * 300)), "more work"),
    "TERMS": (lambda: certificate("(1+x)**400*(1+y)**400"), "terms"),
    "KEPT": (lambda: certificate("+(".join(["(1+x)**200*(1+y)**200"] * 40) + ")" * 39), "memory"),
    "BITS": (lambda: certificate("(3**2000)**2000"), "bits"),
    "NAMES": (lambda: certificate("+".join(f"x{k}" for k in range(300))), "variables"),
    "DEPTH": (lambda: certificate("a", nested(210)), "deep"),
    "TOP": (lambda: certificate("(x**2000)**2000"), "an exponent of"),
    "BYTES": (lambda: certificate("a", remark="x" * 5_000_000), "bytes"),
    "POWER": (lambda: certificate("a**5000"), "at most 2000"),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_every_limit_refuses_something(limit):
    make, said = BEYOND[limit]
    with pytest.raises(CORE.Rejected, match=said):
        FRONT.check(FRONT.load(json.dumps(make()).encode()))
