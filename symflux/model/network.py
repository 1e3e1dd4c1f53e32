"""The network: sites, springs, pinning, masses, baths. Frozen, hashable, picklable, equal by content.

Conventions (the one place that states them)
--------------------------------------------
- q positions, v velocities, p = m v, k_B = 1. Unit masses unless given.
- Springs k_ij = -V_ij, pinning c_i >= 0, V = diag(c) + weighted graph Laplacian; potential energy (q, V q)/2.
- A bath at i: friction gamma_i > 0 and temperature T_i > 0. Sites without a bath have gamma_i = 0.
- m_i dv_i = -(V q)_i dt - gamma_i v_i dt + sqrt(2 gamma_i T_i) dw_i,  dq_i = v_i dt.
- Bath flux phi_i = gamma_i (T_i/m_i - <v_i^2>): positive = heat flows from bath i INTO the network.
- Bond flux phi_{i->j} = k_ij <q_i v_j>: positive = heat flows from i to j. At every site phi_i = sum_j phi_{i->j}.
- Every named parameter is a positive real unless it is declared real.

Beyond these: a mass of 0 (an overdamped site), masses between two sites, springs with a constant for each end, several
baths at a site and baths between two, magnetic fields, drives, feedback. The top of
:mod:`symflux.model.linear_model` says what force each of them is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from symflux.algebra import RationalFunction, parameter_symbol
from symflux.errors import ExpressionError, NetworkError
from symflux.model import builders, description, files, graphs, uniqueness
from symflux.model.elements import Bath, Bond, Elements
from symflux.model.labels import Site, closest
from symflux.model.linear_model import LinearModel, linear_model
from symflux.model.massless import idealisations
from symflux.model.network_text import network_text
from symflux.model.questions import Questions
from symflux.model.values import exact_values

_ZERO = RationalFunction.constant(0)

__all__ = ["Bath", "Bond", "Network", "Site"]


@dataclass(frozen=True, eq=False, repr=False)
class Network(Elements, Questions):
    """A network of harmonic oscillators with Langevin heat baths.

    Build one with :meth:`from_edges`, :meth:`from_matrix`, :meth:`from_toml`, :meth:`from_networkx` or the
    families ``chain``, ``ring``, ``star``, ``complete``; the conventions stand at the top of this module.

    >>> net = Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: ("g", 2)})
    >>> print(net)
    network of 2 sites, 1 spring, 2 baths
      spring 1-2: k
      pinning 1: 1, 2: 1
      bath at 1: friction 1, temperature T1
      bath at 2: friction g, temperature 2
    """

    # construction -------------------------------------------------------------------------------------

    @staticmethod
    def of(elements: Elements) -> Network:
        """The network of checked elements.

        >>> net = Network.from_edges([(1, 2, "k")])
        >>> Network.of(net) == net
        True
        """
        return Network(**{key: getattr(elements, key) for key in Elements.__dataclass_fields__})

    @staticmethod
    def from_edges(
        springs: Iterable[Sequence[Any]],
        *,
        pinning: Any = 0,
        baths: Mapping[Any, Any] | None = None,
        masses: Any = None,
        sites: Iterable[Site] = (),
        magnetic: Mapping[Bond, Any] | None = None,
        drives: Mapping[Any, Any] | None = None,
        feedback: Mapping[Bond, Any] | None = None,
        real: Iterable[Any] = (),
        name: str | None = None,
    ) -> Network:
        """A network from springs ``(i, j, k)``, or ``(i, j, (k_ij, k_ji))`` where the two ends feel different ones.

        ``pinning`` and ``masses`` are one value for all sites or ``{site: value}`` (missing sites: 0 and 1); a mass of
        0 is an overdamped site, ``{(i, j): m}`` an inerter. ``baths`` is ``{place: (friction, temperature)}``, a place
        being a site or a pair of sites; a list of such pairs or a table ``{name: ...}`` puts several baths there.
        ``magnetic`` is ``{(i, j): w}`` with F_i = w v_j, F_j = -w v_i; ``drives`` is ``{place: E}``, white noise of
        strength 2 E without friction; ``feedback`` is ``{(on, from): h}``, a force -h v_from on a site. Springs,
        pinning, masses and ``sites`` create sites, the others never do. Values are int, Fraction, sympy expressions or
        strings (``"3/2"``, ``"0.1"``, ``"2*k"``). Raises :class:`NetworkError` with all problems found.

        >>> Network.from_edges([(1, 2, ("a", "b"))], masses=0, baths={1: {"hot": (1, "T"), "cold": (1, 1)}, 2: (1, 1)})
        <Network 2 sites, 1 spring, 3 baths, parameters T, a, b>

        >>> Network.from_edges([(1, 2, 0.5)])
        Traceback (most recent call last):
        ...
        symflux.errors.InexactInputError: spring 1-2: 0.5 is a float, which is not exact: write "0.5" (= 1/2) ...
        """
        return Network.of(
            builders.build(
                springs=springs, pinning=pinning, baths=baths, masses=masses, sites=sites, magnetic=magnetic,
                drives=drives, feedback=feedback, real=real, name=name,
            )
        )  # fmt: skip

    @staticmethod
    def from_matrix(
        V: Any,
        *,
        baths: Mapping[Site, Any] | None = None,
        sites: Iterable[Site] | None = None,
        masses: Any = None,
        damping: Any = None,
        drives: Mapping[Any, Any] | None = None,
        reciprocal: bool = True,
        real: Iterable[Any] = (),
        name: str | None = None,
    ) -> Network:
        """A network from its potential matrix V (springs k_ij = -V_ij of either sign).

        ``sites`` defaults to 1..n. The pinning is the row sums of V. ``damping`` is the matrix in front of the
        velocities without the baths: its antisymmetric pairs are magnetic fields, the rest is feedback. V is symmetric
        unless ``reciprocal=False`` allows directed springs. Raises :class:`NetworkError` where V is not square, not
        symmetric, or (when it is a number, and symmetric) not positive semidefinite.

        >>> Network.from_matrix([[2, -1], [-1, 2]], baths={1: (1, 2)}).pinning[1]
        RationalFunction(1)
        """
        return Network.of(
            builders.build_from_matrix(
                V, baths=baths, sites=sites, masses=masses, damping=damping, drives=drives, reciprocal=reciprocal,
                real=real, name=name,
            )
        )  # fmt: skip

    @staticmethod
    def from_networkx(
        graph: Any,
        *,
        spring: Any = 1,
        weight: str | None = None,
        pinning: Any = None,
        baths: Mapping[Site, Any] | None = None,
        masses: Any = None,
        real: Iterable[Any] = (),
        name: str | None = None,
    ) -> Network:
        """A network from an undirected networkx graph.

        Edge attribute ``k`` is the spring (``spring`` where it is missing); ``weight`` names another attribute to use,
        and ``weight="k"`` takes the attribute ``weight`` for k. Node attributes ``pinning``, ``mass``, ``friction`` and
        ``temperature`` are used where the keyword of that name is not given; :meth:`to_networkx` shows the others.

        Needs nothing but the graph; raises :class:`NetworkError` where it is directed or a value is missing or inexact.

        >>> import networkx
        >>> graph = networkx.Graph()
        >>> graph.add_edge(1, 2, k="a")
        >>> print(Network.from_networkx(graph, pinning=1, baths={1: ("g", "T")}))
        network of 2 sites, 1 spring, 1 bath
          spring 1-2: a
          pinning 1: 1, 2: 1
          bath at 1: friction g, temperature T
        """
        return Network.of(
            graphs.build_from_networkx(
                graph, spring=spring, weight=weight, pinning=pinning, baths=baths, masses=masses, real=real, name=name
            )
        )

    @staticmethod
    def from_toml(path: str | Path) -> Network:
        """Read a network file (``docs/network-format.md``). Raises :class:`NetworkError` with all problems at once.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     text = Network.from_edges([(1, 2, "k")], baths={1: (1, "T")}).to_toml(folder + "/net.toml")
        ...     Network.from_toml(folder + "/net.toml")
        <Network 2 sites, 1 spring, 1 bath, parameters T, k>
        """
        return Network.of(files.read_network(path))

    def to_toml(self, path: str | Path | None = None) -> str:
        """The network as the text of a network file; also written to ``path`` if one is given. Round trips exactly.

        Raises :class:`NetworkError` where the file cannot be written.

        >>> print(Network.from_edges([(1, 2, "k")], pinning="1/2", baths={1: (1, "T")}).to_toml())
        sites = [1, 2]
        pinning = "1/2"
        <BLANKLINE>
        [[spring]]
        between = [1, 2]
        k = "k"
        <BLANKLINE>
        [[bath]]
        site = 1
        friction = 1
        temperature = "T"
        """
        text = network_text(self)
        if path is not None:
            try:
                Path(path).write_text(text, encoding="utf-8")
            except OSError as error:
                raise NetworkError(f"{path}: cannot be written: {error.strerror}") from None
        return text

    def to_networkx(self) -> Any:
        """An undirected networkx graph with string attributes, as :meth:`from_networkx` reads them.

        >>> Network.from_edges([(1, 2, "k")], baths={1: (1, "T")}).to_networkx().nodes[1]
        {'pinning': '0', 'mass': '1', 'friction': '1', 'temperature': 'T'}
        """
        return graphs.graph_of(self)

    # making others ------------------------------------------------------------------------------------

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Network:
        """The network with parameters replaced by values: ``net.at({"k12": 1, "T1": "3/2"})``.

        Names left out stay symbolic. Raises :class:`NetworkError` for names the network does not have and for
        values that make it unphysical.

        >>> import symflux as sf
        >>> net = sf.chain(2, spring="k", baths={1: ("g", "T")}).at({"k": "3/2"})
        >>> net.parameters
        ('T', 'g')
        >>> net.at({"g": -1})
        Traceback (most recent call last):
        ...
        symflux.errors.NetworkError: g = -1: parameters are positive unless declared real
        """
        if named or values is None:
            shown = ", ".join(f"{name!r}: {str(value)[:20]}" for name, value in list(named.items())[:4]) or "'k': 1"
            raise NetworkError(f"values are given as a mapping: write .at({{{shown}}})")
        replaced = self.point(values)

        def put(value: RationalFunction) -> RationalFunction:
            try:
                return value.substitute(replaced)
            except ExpressionError as error:
                raise NetworkError(f"{value.summary()}: {error}") from None

        return Network.of(builders.checked(self.mapped(put)))

    def point(self, values: Mapping[Any, Any], *, also: Collection[str] = ()) -> dict[str, RationalFunction]:
        """``{parameter name: exact value}`` for names or symbols; refuses names neither of the network nor in ``also``,
        and negative values.

        Raises :class:`NetworkError` or :class:`InexactInputError`, naming the parameter.

        >>> import symflux as sf
        >>> {name: str(value) for name, value in sf.chain(2, spring="k").point({"k": "1/2"}).items()}
        {'k': '1/2'}
        """
        if not isinstance(values, Mapping):
            raise NetworkError(f"values are given as {{name: value}}, not as {type(values).__name__}")
        return exact_values(values, self.parameters, self.real, also)

    def overdamped(self) -> Network:
        """The network with all masses 0, where that is the limit of small masses.

        Raises :class:`NetworkError` where it is not known to be: a site without friction, a field, a dashpot between
        massless sites. The limit is a sketch of a theorem, compared on thousands of means.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring="k", pinning=1, masses="m", baths={1: (1, "T1"), 2: (1, "T2")})
        >>> pair.overdamped().steady_state().bath_flux(1).expr
        k**2*(T1 - T2)/(2*(k + 1))
        """
        light = Network.of(replace(self, mass_items=(_ZERO,) * len(self.sites), inerter_items=()))
        problems = idealisations(linear_model(light))
        if problems:
            raise NetworkError("\n".join(problems), problems)
        return light

    def with_quartic(self, springs: Mapping[Bond, Any] | None = None, *, pinning: Any = None) -> Network:
        """A new network with quartic springs ``{(i, j): c}`` and quartic pins ``{site: d}`` (or one value for all).

        The potential gains eps/4 sum c_ij (q_i - q_j)^4 + eps/4 sum d_i q_i^4; the harmonic steady state ignores it.

        c and d are energies per length to the fourth, eps is a pure number. Raises :class:`NetworkError` for a quartic
        spring where there is no bond.

        >>> import symflux as sf
        >>> sf.chain(2, spring="k").with_quartic({(1, 2): "u"}, pinning=1).parameters
        ('k', 'u')
        """
        return Network.of(builders.with_quartic(self, springs or {}, pinning))

    # the linear model, and when its steady state is unique ----------------------------------------------

    def linear_model(self) -> LinearModel:
        """M, D and V of K(s) = M s^2 + D s + V as sparse exact matrices, with the baths and drives.

        What every solver and every check reads; see :class:`~symflux.model.linear_model.LinearModel`.

        >>> net = Network.from_edges([(1, 2, "k")], pinning=1, baths={1: ("g", "T")})
        >>> net.linear_model().damping
        <SparseMatrix 2 x 2: (0, 0): g>
        """
        return linear_model(self)

    def potential_matrix(self) -> list[list[RationalFunction]]:
        """V as a full matrix, in site order.

        >>> net = Network.from_edges([(1, 2, "k")], pinning={1: "c"})
        >>> [[str(entry) for entry in row] for row in net.potential_matrix()]
        [['c + k', '-k'], ['-k', 'k']]
        """
        return linear_model(self).coupling.dense()

    def potential_rows(self) -> list[dict[int, RationalFunction]]:
        """The rows of V: {column: non-zero entry}, in site order.

        >>> [list(row) for row in Network.from_edges([(1, 2, "k")]).potential_rows()]
        [[0, 1], [0, 1]]
        """
        matrix = linear_model(self).coupling
        return [dict(matrix.row(i)) for i in range(matrix.size)]

    def hidden_modes(self) -> list[tuple[Any, ...]]:
        """Mode shapes that no bath reaches, in site order; empty where the steady state is unique (Lemma 1).

        >>> from symflux.model.families import chain
        >>> chain(3, baths={2: (1, 1)}).hidden_modes()
        [(1, 0, -1)]
        """
        return uniqueness.hidden_modes(self)

    def exceptional_set(self) -> list[Any]:
        """Polynomials at whose common zeros (with positive parameters) uniqueness is lost.

        Factored, positive factors dropped. ``[1]`` where it is never lost; ``[0]`` where it never holds.

        Raises :class:`NetworkError` where more than 5,000 minors would have to be looked at. Source: Lemma 1.

        >>> Network.from_edges([(1, 2, "a"), (2, 3, "b")], baths={2: (1, "T")}).exceptional_set()
        [a - b]
        """
        return uniqueness.exceptional_set(self)

    def symbol(self, name: str) -> Any:
        """The sympy symbol of a parameter as ``.expr`` uses it: positive, or real where it was declared real.

        ``sympy.Symbol("k")`` without assumptions is another symbol to sympy: a derivative by it is 0. Raises
        :class:`NetworkError` for a name the network does not have.

        >>> import symflux as sf
        >>> k = sf.chain(2, spring="k").symbol("k")
        >>> k, k.is_positive
        (k, True)
        """
        if name not in self.parameters:
            raise NetworkError(f"no parameter {name!r}; {closest(str(name), self.parameters)}")
        return parameter_symbol(name, self.real)

    def __repr__(self) -> str:
        return description.summary(self)

    def __str__(self) -> str:
        return description.description(self)
