r"""A flux resolved by frequency: why heat circulates.

Every coefficient of a flux is an integral over frequencies,

    kappa_b = (2 gamma_b k / pi) Int_0^inf w^2 S_b(w^2) / |P(i w)|^2 dw,

with k the spring of the bond (for a bath flux: the bath's friction), P(s) = det(M s^2 + Gamma s + V), and S_b a
polynomial in w^2 with a handful of terms where the integrated numerator has hundreds. If S_b has one sign for all w,
so has kappa_b; if not, its roots are the frequencies at which the current turns round. Derivation:
``moment_equations``.

The same holds of every linear model and of every sum of powers <x o y>: with X_b and Y_b the responses of x and y,
k w^2 S_b is the even part of X_b(s) Y_b(-s) at s = i w. A drive of strength E stands in the sum as gamma T does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, parameter_symbol
from symflux.algebra.rational_function import common_denominator
from symflux.errors import DivergenceError, SignError
from symflux.model.network import Network
from symflux.steady_state.flux import Flux
from symflux.steady_state.terms import terms_of

__all__ = ["Spectrum", "spectrum"]

_ZERO = RationalFunction.constant(0)


def spectrum(flux: Flux) -> Spectrum:
    """See :meth:`Flux.spectrum`."""
    return Spectrum(flux)


class Spectrum:
    """The spectral form of a bond or bath flux.

    >>> from symflux.model.network import Network
    >>> net = Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning={3: "c"},
    ...     baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    >>> form = net.steady_state().bond_flux(1, 3).spectrum()
    >>> form.weight(1)
    d*g2*(a*b + a*c + a*d - a*omega**2 + b*d)
    >>> form.sign_changes
    [sqrt(a*b + a*c + a*d + b*d)/sqrt(a)]

    >>> form.frequency, str(form.coupling), sorted(form.weights)
    (omega, 'b', [1, 2])
    >>> sorted(str(symbol) for symbol in form.total.names), form.density.has(form.frequency)
    (['T1', 'T2', 'a', 'b', 'c', 'd', 'g1', 'g2', 'omega'], True)
    """

    def __init__(self, flux: Flux):
        self.terms = terms_of(flux, "spectral forms")
        self.flux = flux
        self.network: Network = flux.network
        self.moments = flux.state.fast_moments
        self._values: Mapping[str, RationalFunction] = dict(flux.quantity.at)

    @cached_property
    def frequency(self) -> sympy.Symbol:
        """The symbol of the frequency: ``omega``, with underscores where the network has a parameter of that name."""
        name = "omega"
        while name in self.network.parameters:
            name += "_"
        return parameter_symbol(name)

    def _at(self, value: RationalFunction) -> RationalFunction:
        return value.substitute(self._values)

    @cached_property
    def coupling(self) -> RationalFunction:
        """The spring of the bond, or the friction of the bath; 1 where it is neither that alone."""
        kind, sites, network = self.flux.quantity.kind, self.flux.quantity.sites, self.network
        if kind == "bath_flux" and len(labels := self.flux.state._labels(sites[0])) == 1:
            return self._at(network.bath(labels[0]).friction)
        if kind == "flux" and len(self.terms) == 1 and self.terms[0].left.order == 0 and not self.terms[0].left.sources:
            return self._at(self.terms[0].factor)
        return RationalFunction.constant(1)

    @cached_property
    def _is_classic(self) -> bool:
        """Whether the flux is one of those of which the forms keep the denominator P as it stands."""
        return self.network.is_classic and self.flux.quantity.kind in ("flux", "bath_flux")

    def _in_frequency(self, form: list[object], power: int, odd: bool = False) -> RationalFunction:
        """sum_k c_k z^k at z = -w^2, in the units of M, Gamma and V: P is ``power`` = n of them, N_b n - 1.

        ``odd`` forms stand beside one more factor s than they show.
        """
        moments = self.moments
        square = Polynomial.variable(self.frequency.name) ** 2 * -(moments.clock**2)
        total, z = Polynomial.constant(0), Polynomial.constant(moments.clock if odd else 1)
        for coefficient in form:
            total = total + z * (Polynomial(coefficient) if self.network.coupling_parameters else int(coefficient))  # type: ignore[call-overload]
            z = z * square
        return self._at(RationalFunction(total) / (moments.scale * moments.clock**2) ** power)

    @cached_property
    def weights(self) -> dict[Any, RationalFunction]:
        """{bath: S_b} as rational functions of the couplings and the frequency; a drive is ``("drive", its label)``.

        Raises :class:`DivergenceError` where the flux is infinite: its current has no limit at high frequencies.
        """
        if not self._is_classic:
            known, factor = self._forms, self.coupling * Polynomial.variable(self.frequency.name) ** 2
            return {source: form / factor for source, form in known.items()}
        network, size = self.network, self.moments.size
        power = 2 * size - 2
        if self.flux.quantity.kind == "flux":
            i, j = (network.index(site) for site in self.flux.quantity.sites)
            return {
                bath: -self._in_frequency(self.moments.antisymmetric_form(number, i, j), power, odd=True)
                for number, bath in enumerate(network.baths)
            }
        (site,) = self.flux.quantity.sites
        i, total = network.index(site), _ZERO
        weights = {}
        for number, (bath, data) in enumerate(network.baths.items()):
            if bath != site:
                weights[bath] = -self._in_frequency(self.moments.symmetric_form(number, i, i), power)
                total = total - self._at(data.friction) * weights[bath]
        return {site: total / self.coupling} | weights

    @cached_property
    def _forms(self) -> dict[Any, RationalFunction]:
        """{source: the sum over the terms of the even part of X(s) Y(-s) at s = i w, over w^(2 r)}."""
        found: dict[Any, RationalFunction] = {}
        for number, source in enumerate(self.flux.state.powers.labels):
            total = _ZERO
            for term in self.terms:
                try:
                    form, units = self.moments.spectral_form(number, term.left, term.right)
                except DivergenceError as error:
                    raise DivergenceError(f"{self.flux.quantity}: {error}", [source]) from None
                total = total + self._at(term.factor) * self._in_frequency(form, 0) / units
            found[source] = total
        return found

    @cached_property
    def _determinant_square(self) -> RationalFunction:
        """|P(i w)|^2, free motions stripped."""
        if not self._is_classic:
            known, size = self.moments.damped, self.moments.size
            even, odd = (self._in_frequency(known[k::2], size, odd=bool(k)) for k in (0, 1))
            return even * even + Polynomial.variable(self.frequency.name) ** 2 * odd * odd
        power = self.moments.size
        even = self._in_frequency(self.moments.even, power)
        odd = self._in_frequency(self.moments.odd, power, odd=True)
        return even * even + Polynomial.variable(self.frequency.name) ** 2 * odd * odd

    def weight(self, bath: Any) -> sympy.Expr:
        """S_b, factored, in the frequency and the couplings.

        Raises :class:`NetworkError` where there is no bath of this label.

        >>> import symflux as sf
        >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: ("g", "T2")}).steady_state()
        >>> ss.bond_flux(1, 2).spectrum().weight(1)
        g*k
        """
        if bath not in self.weights:
            bath = self.network.bath(bath).label
        return _factored(self.weights[bath], self.network)

    @cached_property
    def total(self) -> RationalFunction:
        """sum_b gamma_b T_b S_b, and E S for every drive: its sign at a frequency is the direction of the current."""
        total = _ZERO
        drives = {("drive", drive.label): drive.strength for drive in self.network.drive_items}
        for source, weight in self.weights.items():
            if source in drives:
                total = total + self._at(drives[source]) * weight
            else:
                friction = self._at(self.network.baths[source].friction)
                total = total + friction * self.flux.temperatures[source] * weight
        return total

    @cached_property
    def density(self) -> sympy.Expr:
        """The heat current per unit of angular frequency; its integral from 0 to infinity is the flux."""
        ratio = self.coupling * self.total / self._determinant_square
        return 2 * self.frequency**2 * ratio.to_sympy(self.network.real) / sympy.pi

    @cached_property
    def sign_changes(self) -> list[sympy.Expr]:
        """The frequencies w > 0 at which the current turns round, exact.

        With symbolic couplings these are candidates: they count where they are real and positive. Raises
        :class:`SignError` where they are roots of a symbolic polynomial of degree over 2 in w^2.
        """
        name = self.frequency.name
        changes: list[sympy.Expr] = []
        for factor, multiplicity in self.total.numerator.factor()[1]:
            if multiplicity % 2 == 0 or not factor.degree(name):
                continue
            if factor.names == (name,):
                variable = sympy.Symbol(name)
                roots = sympy.Poly(factor.to_sympy(symbols={name: variable}), variable).real_roots()
                changes += [root for root in roots if root > 0]
            else:
                changes += [root for root in self._symbolic_changes(factor) if root not in changes]
        return sorted(changes, key=lambda root: (float(root) if root.is_number else 0.0, str(root)))

    def _symbolic_changes(self, factor: Polynomial) -> list[sympy.Expr]:
        real = self.network.real
        if factor.sign(real) is not None:
            return []
        every = factor.coefficients_in(self.frequency.name)
        if len(every) == 2:  # of a difference of squares; the other factor has minus this root
            root = RationalFunction(-every[0], every[1])
            positive = root.sign(real)
            return [] if positive == -1 else [sympy.sqrt((root * root).to_sympy(real))]
        if any(every[1::2]):
            raise SignError("the current turns round at roots with no formula: give the couplings values with .at(...)")
        coefficients = every[::2]
        if len(coefficients) == 2:
            return [sympy.sqrt(RationalFunction(-coefficients[0], coefficients[1]).to_sympy(real))]
        if len(coefficients) == 3:
            c, b, a = coefficients
            root = sympy.sqrt((b * b - 4 * a * c).to_sympy(real))
            return [sympy.sqrt((sign * root - b.to_sympy(real)) / (2 * a.to_sympy(real))) for sign in (1, -1)]
        raise SignError(
            f"the current turns round at roots of a symbolic polynomial of degree {len(coefficients) - 1} in omega^2: "
            "give the couplings values with .at(...) first"
        )

    def plot(self, **options: Any) -> Any:
        """The current per unit of frequency, with its exact sign changes (needs matplotlib).

        Raises :class:`NetworkError` where a parameter has no value.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
        >>> type(ss.bond_flux(1, 2).spectrum().plot()).__name__
        'Plot'
        """
        from symflux.show.pictures.flux_plot import spectrum_plot

        return spectrum_plot(self.flux, **options)

    def latex(self, **options: Any) -> str:
        r"""The polynomials S_b as LaTeX equations; ``names`` maps parameters to their LaTeX.

        >>> import symflux as sf
        >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> print(ss.bond_flux(1, 2).spectrum().latex(names={"k": r"\kappa"}))
        \begin{aligned} S_{1} &= \kappa \\ S_{2} &= -\kappa \end{aligned}
        """
        from symflux.show.tex.answers import spectrum_latex

        return spectrum_latex(self, **options)

    def __repr__(self) -> str:
        return f"<spectrum of {self.flux.quantity}>"


def _factored(value: RationalFunction, network: Network) -> sympy.Expr:
    if value.is_zero:
        return sympy.Integer(0)
    content, factors = value.numerator.factor()
    common = common_denominator([value])
    parts = [sympy.Pow(factor.to_sympy(network.real), exponent) for factor, exponent in factors]
    return sympy.Mul(content, *parts, sympy.Pow(common.to_sympy(network.real), -1))
