r"""Parameter names and quantities as physicists write them: ``k12`` is :math:`k_{12}`, ``gamma1`` is :math:`\gamma_1`.

Two parameters never look alike: a name whose usual form is taken keeps its own spelling, in typewriter letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.algebra.parser import call_arguments
from symflux.algebra.ring import name_key
from symflux.errors import NetworkError, SymfluxError
from symflux.model.labels import label_text
from symflux.model.network import Network
from symflux.quantities.formal import atoms_of
from symflux.quantities.quantity import Quantity
from symflux.quantities.registry import QUANTITIES, Kind, kind_of

__all__ = ["Names", "atom_latex", "escaped", "plain_name", "quantity_latex", "site_latex"]

_GREEK_WORDS = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_GREEK = frozenset(_GREEK_WORDS.split())
_PIECES = re.compile(r"[A-Za-z]+|\d+")
_SPECIAL = {"_": r"\_", "-": "-", ".": ".", "&": r"\&", "%": r"\%", "#": r"\#", "$": r"\$", "{": r"\{", "}": r"\}",
            "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}  # fmt: skip


def escaped(text: str) -> str:
    """Plain text for LaTeX's text mode."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


class Names:
    r"""How each parameter is typeset; ``given`` is the user's own map.

    >>> names = Names(["k12", "gamma1", "T_hot", "omega0", "k_12"], {"omega0": r"\Omega"})
    >>> [names[name] for name in ("k12", "gamma1", "T_hot", "omega0", "k_12")]
    ['k_{12}', '\\gamma_1', 'T_{\\mathrm{hot}}', '\\Omega', '\\mathtt{k\\_12}']
    """

    def __init__(self, parameters: Iterable[str], given: Mapping[Any, str] | None = None):
        if given is not None and not isinstance(given, Mapping):
            raise NetworkError("names: write {parameter: its LaTeX}")
        own = {str(key): str(text) for key, text in (given or {}).items()}
        self._shown: dict[str, str] = {}
        taken: dict[str, str] = {}
        ordered = sorted(set(parameters), key=name_key)
        for name in (*(n for n in ordered if n in own), *(n for n in ordered if n not in own)):
            shown = own.get(name) or usual_form(name)
            if shown in taken:
                if name in own:
                    raise NetworkError(f"names: {taken[shown]} and {name} are both typeset as {shown}; tell them apart")
                shown = rf"\mathtt{{{escaped(name)}}}"
            taken[shown] = name
            self._shown[name] = shown

    def __getitem__(self, name: str) -> str:
        return self._shown[name]

    def __contains__(self, shown: object) -> bool:
        """Whether some parameter is typeset so."""
        return shown in self._shown.values()

    def values(self, point: Mapping[str, Any]) -> str:
        """Values of parameters for running text.

        >>> Names(["k12"]).values({"k12": 2})
        '$k_{12} = 2$'
        """
        return ", ".join(f"${self[name]} = {value}$" for name, value in point.items())

    def free(self, *candidates: str) -> str:
        """The first of the candidates that no parameter looks like, with or without a subscript."""
        taken = {shown.partition("_")[0] for shown in self._shown.values()}
        return next((c for c in candidates if c not in taken), rf"\mathcal{{{candidates[0].strip(chr(92))}}}")


def usual_form(name: str) -> str:
    r"""The customary typeset form of one name.

    >>> [usual_form(name) for name in ("k12", "k1_2", "Tc", "omega0", "mass", "x_")]
    ['k_{12}', 'k_{1,2}', 'T_{\\mathrm{c}}', '\\omega_0', '\\mathrm{mass}', "x'"]
    """
    body = name.rstrip("_")
    primes = "'" * (len(name) - len(body))
    parts = [piece for chunk in body.split("_") if chunk for piece in _PIECES.findall(chunk)]
    if not parts:
        return rf"\mathtt{{{escaped(name)}}}"
    if parts[0].isdigit() or body.startswith("_"):
        return rf"\mathtt{{{escaped(name)}}}"
    head, subscripts = parts[0], [_subscript(piece) for piece in parts[1:]]
    if head in _GREEK:
        stem: str = "\\" + head
    elif len(head) == 1:
        stem = head
    elif head[0] == "T" and head[1:].islower():
        stem, subscripts = "T", [rf"\mathrm{{{head[1:]}}}", *subscripts]
    else:
        stem = rf"\mathrm{{{head}}}"
    if not subscripts:
        return stem + primes
    joined = ",".join(subscripts)
    return f"{stem}_{joined}{primes}" if len(joined) == 1 else f"{stem}_{{{joined}}}{primes}"


def _subscript(piece: str) -> str:
    if piece.isdigit() or len(piece) == 1:
        return piece
    return "\\" + piece if piece in _GREEK else rf"\mathrm{{{piece}}}"


def site_latex(site: Any) -> str:
    """A site label for a subscript."""
    return str(site) if isinstance(site, int) else rf"\mathrm{{{escaped(label_text(site))}}}"


def _pair(sites: tuple[Any, ...]) -> str:
    short = all(isinstance(site, int) and 0 <= site < 10 for site in sites)
    return ("" if short else ",").join(map(site_latex, sites))


def quantity_latex(quantity: Quantity, network: Network, names: Names) -> str:
    r"""The symbol of a quantity: :math:`\phi_{1\to 2}`, :math:`K_{12}`, :math:`\langle v_1^2\rangle`."""
    shown: str = _whole(quantity, network, names)
    if quantity.bath is None:
        return shown
    bath = site_latex(quantity.bath)
    return rf"\partial {shown}/\partial T_{{{bath}}}"


def _whole(quantity: Quantity, network: Network, names: Names) -> str:
    sites = quantity.sites
    if quantity.expression is not None:
        return _expression(quantity.expression, network, names)
    kind = QUANTITIES.get(quantity.kind)
    if quantity.kind in _OF_CURRENTS:
        return _OF_CURRENTS[quantity.kind].format(*(_current(text, network, names) for text in sites))
    if quantity.kind == "voltage_covariance" and sites[0] == sites[1]:
        return rf"\langle V_{{{site_latex(sites[0])}}}^2\rangle"
    if quantity.kind in _OF_CIRCUITS:
        return _OF_CIRCUITS[quantity.kind].format(*map(site_latex, sites))
    if kind is None:
        return rf"\mathrm{{{escaped(quantity.kind)}}}" + (f"_{{{_pair(sites)}}}" if sites else "")
    if kind.letters:
        return names.free(*kind.letters)
    return _filled(kind, sites, bool(kind.latex_unit) and network.masses[sites[0]] == 1)


#: quantities that no claim knows, of one or two currents (given by their text), and of components and nodes
_OF_CURRENTS = {
    "diffusion_of": "D_{{{0}}}", "covariance_of_heat": "D_{{{0},{1}}}", "cumulant": r"\kappa_{1}({0})",
}  # fmt: skip
_OF_CIRCUITS = {"power": "P_{{{0},{1}}}", "voltage_covariance": r"\langle V_{{{0}}} V_{{{1}}}\rangle"}


def _current(text: Any, network: Network, names: Names) -> str:
    """A current by its text, as ``bath_flux(1)``; an order as it is."""
    if isinstance(text, int):
        return str(text)
    try:
        return quantity_latex(Quantity.of_atom(text.replace(" ", ""), network), network, names)
    except SymfluxError:  # a sum of currents, or a current of one kind of element
        return rf"\mathrm{{{escaped(text)}}}"


def _filled(kind: Kind, sites: Sequence[Any], is_unit: bool = False) -> str:
    """The template of a kind with its arguments put in; coordinates are pairs of a letter and a site."""
    shown = [
        f"{site[0]}_{{{site_latex(site[1])}}}" if what == "coordinate" else site_latex(site)
        for what, site in zip(kind.arguments, sites, strict=True)
    ]
    template = kind.latex_unit if is_unit else kind.latex
    if kind.latex_equal and len(set(shown)) == 1:
        template = kind.latex_equal
    return template.format(*shown, pair=_pair(tuple(sites)) if "{pair}" in template else "")


def _label(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def atom_latex(atom: str) -> str:
    r"""The symbol of a quantity as certificates name it, whatever its network.

    >>> print(atom_latex("flux(1,2)"), atom_latex("covariance(q1,q1)"), atom_latex("energy_coefficient(2)"))
    \phi_{1\to 2} \langle q_{1}^2\rangle \partial E/\partial T_{2}
    """
    function, _, inside = atom.partition("(")
    kind, is_coefficient = kind_of(function)
    labels = call_arguments(inside.removesuffix(")"))
    bath = _label(labels.pop()) if is_coefficient else None
    sites = [
        (text[0], _label(text[1:])) if what == "coordinate" else _label(text)
        for what, text in zip(kind.arguments, labels, strict=True)
    ]
    whole = kind.letters[0] if kind.letters else _filled(kind, sites)
    return whole if bath is None else rf"\partial {whole}/\partial T_{{{site_latex(bath)}}}"


def _expression(expression: RationalFunction, network: Network, names: Names) -> str:
    """A formula over quantities, each by its symbol."""
    symbols = {name: sympy.Symbol(names[name]) for name in expression.names if "(" not in name}
    for atom in atoms_of(expression):
        symbols[atom] = sympy.Symbol(quantity_latex(Quantity.of_atom(atom, network), network, names))
    return str(sympy.latex(expression.to_sympy(symbols=symbols), symbol_names={s: s.name for s in symbols.values()}))


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_GREEK_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "omega": "ω", "phi": "φ", "rho": "ρ", "sigma": "σ", "tau": "τ", "theta": "θ", "Gamma": "Γ",
    "Delta": "Δ", "Omega": "Ω", "Lambda": "Λ",
}  # fmt: skip


def plain_name(name: str) -> str:
    """A name for plain text, with digits as subscripts.

    >>> plain_name("k12"), plain_name("gamma1"), plain_name("T_hot")
    ('k₁₂', 'γ₁', 'T_hot')
    """
    match = re.fullmatch(r"([A-Za-z]+?)_?(\d+)", name)
    stem, digits = (match[1], match[2]) if match else (name, "")
    return _GREEK_LETTERS.get(stem, stem) + digits.translate(_SUBSCRIPTS)
