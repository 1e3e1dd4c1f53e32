r"""A flux resolved by frequency: why heat circulates.

Every coefficient of a flux is an integral over frequencies,

    kappa_b = (2 gamma_b k / pi) Int_0^inf w^2 S_b(w^2) / |P(i w)|^2 dw,

with k the spring of the bond (for a bath flux: the bath's friction), P(s) = det(M s^2 + Gamma s + V), and S_b a
polynomial in w^2 with a handful of terms where the integrated numerator has hundreds. If S_b has one sign for all w,
so has kappa_b; if not, its roots are the frequencies at which the current turns round. Derivation:
``moment_equations``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, parameter_symbol
from symflux.algebra.rational_function import common_denominator
from symflux.errors import NetworkError, SignError
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.moments.route import Moments, moments_of
from symflux.steady_state.flux import Flux

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
        if flux.quantity.kind not in ("flux", "bath_flux") or flux.quantity.bath is not None:
            raise NetworkError(f"{flux.quantity} has no spectral form: ask a bond flux or a bath flux")
        flux.network.require_classic("the spectral form of a flux")
        self.flux = flux
        self.network: Network = flux.network
        known = flux.state.moments
        self.moments = known if isinstance(known, Moments) else moments_of(self.network.linear_model())
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
        """The spring of the bond, or the friction of the bath."""
        sites = self.flux.quantity.sites
        bond = self.flux.quantity.kind == "flux"
        return self._at(self.network.spring(*sites) if bond else self.network.friction(sites[0]))

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
    def weights(self) -> dict[Label, RationalFunction]:
        """{bath: S_b} as rational functions of the couplings and the frequency."""
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
    def _determinant_square(self) -> RationalFunction:
        """|P(i w)|^2."""
        power = self.moments.size
        even = self._in_frequency(self.moments.even, power)
        odd = self._in_frequency(self.moments.odd, power, odd=True)
        return even * even + Polynomial.variable(self.frequency.name) ** 2 * odd * odd

    def weight(self, bath: Label) -> sympy.Expr:
        """S_b, factored, in the frequency and the couplings.

        Raises :class:`NetworkError` where there is no bath at the site.

        >>> import symflux as sf
        >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: ("g", "T2")}).steady_state()
        >>> ss.bond_flux(1, 2).spectrum().weight(1)
        g*k
        """
        self.network.bath(bath)
        return _factored(self.weights[bath], self.network)

    @cached_property
    def total(self) -> RationalFunction:
        """sum_b gamma_b T_b S_b: its sign at a frequency is the direction of the current there."""
        total = _ZERO
        for bath, weight in self.weights.items():
            friction = self._at(self.network.bath(bath).friction)
            total = total + friction * self.flux.temperatures[bath] * weight
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
                changes += self._symbolic_changes(factor)
        return sorted(changes, key=lambda root: (float(root) if root.is_number else 0.0, str(root)))

    def _symbolic_changes(self, factor: Polynomial) -> list[sympy.Expr]:
        real = self.network.real
        coefficients = factor.coefficients_in(self.frequency.name)[::2]
        if factor.sign(real) is not None:
            return []
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
