"""Site labels and parameter names: what users may call things, and how to answer when they miss."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import sympy

from symflux.algebra.exact import symbol_name
from symflux.algebra.hints import quoted
from symflux.algebra.parser import check_name
from symflux.errors import ExpressionError, NetworkError

__all__ = [
    "Label",
    "Site",
    "check_pair",
    "check_site",
    "closest",
    "find_label",
    "is_label",
    "label_text",
    "ordered_sites",
    "parameter_name",
    "show_label",
    "show_site",
]

Site: TypeAlias = int | str
Label: TypeAlias = int | str | tuple[int | str, int | str]  #: of a bath: its site, a name, or the pair that it joins
_LABEL = re.compile(r"[A-Za-z0-9_.-]{1,50}\Z")


def show_site(site: Any) -> str:
    """A label for a message: bounded, one line."""
    if isinstance(site, int) and abs(site) > 10**40:
        return f"a number of {site.bit_length()} bits"
    text = str(site) if isinstance(site, int) else repr(site)
    return text if len(text) <= 40 else text[:37] + "..."


def show_label(label: Any) -> str:
    """The label of a bath for a message: ``1``, ``hot``, ``2-3``."""
    if isinstance(label, tuple):
        return "-".join(map(show_site, label[:2]))
    return str(label) if isinstance(label, str) and len(label) <= 40 else show_site(label)


def check_site(site: Any) -> Site:
    """The label itself, or :class:`NetworkError` where it is none."""
    if isinstance(site, bool) or not isinstance(site, int | str):
        try:
            whole = None if isinstance(site, bool) else operator.index(site)  # numpy and sympy integers
        except TypeError:
            whole = None
        if whole is not None:
            return check_site(whole)
        raise NetworkError(f"{show_site(site)} cannot label a site: use an int or a string")
    if isinstance(site, int):
        if abs(site) > 10**9:
            raise NetworkError(f"{show_site(site)} cannot label a site: numbers up to 10**9")
        return site
    if not _LABEL.match(site):
        raise NetworkError(f"{show_site(site)} cannot label a site: up to 50 of A-Z a-z 0-9 _ . -")
    return site


def label_text(label: Any) -> str:
    """A label as formulas write it: ``1``, ``A.1``, ``(2,3)`` for a bath between two sites.

    >>> label_text("A.1"), label_text((2, 3))
    ('A.1', '(2,3)')
    """
    return f"({','.join(map(label_text, label))})" if isinstance(label, tuple) else str(label)


def find_label(text: str, known: Sequence[Any], where: str, what: str = "site") -> Any:
    """The label that a text spells; :class:`NetworkError`, saying where and what, where there is none.

    >>> find_label("2", [1, 2, "A.1"], "flux(1,2)")
    2
    """
    spelled = {label_text(label): label for label in known}
    if text not in spelled:
        would_do = closest(text, list(spelled)).replace("known:", f"{what}s:")
        raise NetworkError(f"{where}: no {what} {text if is_label(text) else quoted(text)}; {would_do}")
    return spelled[text]


def is_label(text: str) -> bool:
    """Whether the text can label a site."""
    return bool(_LABEL.match(text))


def check_pair(bond: Any) -> tuple[Any, Any]:
    """The two ends of a bond, or :class:`NetworkError` where it is no pair."""
    if isinstance(bond, str) or not isinstance(bond, Sequence) or len(bond) != 2:
        raise NetworkError(f"{show_site(bond)} is no bond: write a pair of sites, as in (1, 2)")
    return bond[0], bond[1]


def ordered_sites(mentioned: Iterable[Site]) -> tuple[Site, ...]:
    """Ascending where all labels are ints, else in order of first mention."""
    unique = list(dict.fromkeys(mentioned))
    integers = [site for site in unique if isinstance(site, int)]
    return tuple(sorted(integers)) if len(integers) == len(unique) else tuple(unique)


def parameter_name(key: Any) -> str:
    """The name that a string or sympy symbol stands for."""
    if isinstance(key, sympy.Symbol):
        try:
            return symbol_name(key)
        except ExpressionError as error:
            raise NetworkError(str(error)) from None
    if isinstance(key, str):
        try:
            return check_name(key)
        except ExpressionError as error:
            raise NetworkError(str(error)) from None
    raise NetworkError(f"{show_site(key)} is not a parameter: give its name or a sympy symbol")


def closest(word: str, known: Sequence[str]) -> str:
    """What would do: the nearest known word, or the list of them."""
    if not known:
        return "there are none"
    near = difflib.get_close_matches(word, known, n=1) if len(word) <= 100 else []
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"did you mean {near[0]!r}? known: {listed}" if near else f"known: {listed}"
