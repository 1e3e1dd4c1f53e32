"""Results as means: the powers and squares whose sum a result is, and its coefficient for every source of noise."""

from __future__ import annotations

from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.quantities.formal import linear_parts
from symflux.quantities.result import Result
from symflux.steady_state.powers import BOND_KINDS, Power

__all__ = ["source_form", "terms_of"]


def terms_of(flux: Result, what: str = "fluctuations") -> list[Power]:
    """The powers of which a heat, a work or a sum of them is the mean; ``what`` is asked of it, for messages.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> [str(term.factor) for term in terms_of(3 * ss.bond_flux(1, 2))]
    ['3']
    """
    quantity, powers = flux.quantity, flux.state.powers
    if quantity.expression is not None:
        parts = linear_parts(quantity.expression, flux.network)
        if parts is None:
            raise NetworkError(f"{quantity}: {what} are of sums of fluxes and works")
        return [
            Power(factor * term.factor, term.left, term.right)
            for part, factor in parts.items()
            for term in terms_of(part.of(flux.state), what)
        ]
    arguments, kind = quantity.sites, quantity.kind
    if quantity.bath is not None:
        raise NetworkError(f"{quantity}: {what} are of fluxes and works, not of their coefficients")
    if kind == "bath_flux":
        return powers.baths(flux.state._labels(arguments[0]))
    if kind == "flux" or kind in [f"flux_by_{each}" for each in BOND_KINDS]:
        i, j = arguments
        return powers.delivered(i, j, None if kind == "flux" else kind.removeprefix("flux_by_"))
    if kind == "work":
        if not arguments:
            return powers.all_work()
        if len(arguments) == 1:
            return [*powers.drive(arguments), *powers.feedback(arguments[0])]
        directed = any(set(bond) == set(arguments) for bond, _ in flux.network.directed_items)
        return [*powers.drive(arguments), *(powers.directed(*arguments) if directed else [])]
    raise NetworkError(f"{quantity}: {what} are of bond fluxes, bath fluxes and works")


def source_form(result: Result) -> dict[Any, RationalFunction]:
    """{source: coefficient} of a result that is linear in the bath temperatures and the strengths of the drives.

    A drive is ``("drive", its label)``. :class:`NetworkError` where the result is no such form.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: ("g", "T")}, drives={1: "E"})
    >>> {source: str(value) for source, value in source_form(net.steady_state().bath_flux(1)).items()}
    {1: '0', ('drive', 1): '-1/m'}
    """
    known = result.linear_form
    if known is not None:
        return dict(known)
    values = dict(result.quantity.at)
    found = result.state.powers.total(_means_of(result), str(result.quantity))
    return {source: value.substitute(values) if values else value for source, value in found.items()}


def _means_of(result: Result) -> list[Power]:
    if result.quantity.kind == "kinetic_temperature" and result.quantity.bath is None:
        state: Any = result.state
        return state.kinetic_terms(*result.quantity.sites)  # type: ignore[no-any-return]
    if not result.network.drive_items:
        return result.coefficients  # type: ignore[return-value]  # raises
    return terms_of(result, "linear forms in the temperatures and drives")
