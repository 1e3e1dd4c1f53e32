"""Results as JSON, exact, and back. The schema is ``docs/json-format.md``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.errors import NetworkError, SymfluxError
from symflux.model.network import Network
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.steady_state.flux import Flux

__all__ = ["FORMAT", "from_json", "result_data", "to_json"]

FORMAT = "symflux result 1"


def to_json(result: Result, *, indent: int | None = None) -> str:
    """The result as JSON text: quantity, value as numerator and denominator, coefficients, network.

    >>> from symflux.model.families import chain
    >>> heat = chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    >>> from_json(to_json(heat)) == heat
    True
    """
    return json.dumps(result_data(result), indent=indent)


def result_data(result: Result) -> dict[str, Any]:
    """What :func:`to_json` writes, as plain dictionaries, lists and strings."""
    quantity = result.quantity
    data: dict[str, Any] = {
        "format": FORMAT,
        "quantity": {
            "kind": quantity.kind,
            "sites": [list(site) if isinstance(site, tuple) else site for site in quantity.sites],
            "bath": quantity.bath,
            "at": {name: str(value) for name, value in quantity.at},
        },
        "parameters": list(result.rational_function.names),
        "value": _fraction(result.rational_function),
    }
    coefficients = result.linear_form
    if coefficients:
        data["coefficients"] = [[site, _fraction(value)] for site, value in coefficients.items()]
        data["temperatures"] = [[site, str(value)] for site, value in result.temperatures.items()]
    data["network"] = network_data(result.network)
    return data


def network_data(network: Network) -> dict[str, Any]:
    """A network as in certificates, with its name and its real parameters."""
    network.require_classic("JSON of results")
    return {
        "name": network.name,
        "sites": list(network.sites),
        "masses": [str(m) for m in network.mass_items],
        "pinning": [str(c) for c in network.pinning_items],
        "springs": [[i, j, str(k)] for (i, j), k in network.spring_items],
        "baths": [[b.label, str(b.friction), str(b.temperature)] for b in network.bath_items],
        "real": sorted(network.real),
    }


def _fraction(value: RationalFunction) -> dict[str, Any]:
    return {
        "numerator": _terms(value.numerator),
        "denominator": _terms(value.denominator),
        "lowest_terms": value.is_reduced,
    }


def _terms(polynomial: Polynomial) -> list[list[Any]]:
    return [[str(coefficient), dict(monomial)] for monomial, coefficient in polynomial.terms()]


# back ---------------------------------------------------------------------------------------------------------


def from_json(text: str) -> Result:
    """The result that :func:`to_json` wrote. Raises :class:`NetworkError` where the text is no such thing."""
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise NetworkError(f'no result: the key "format" has to say "{FORMAT}"')
        return _result(data)
    except SymfluxError as error:
        raise NetworkError(str(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NetworkError(f"no result in the format of docs/json-format.md: {type(error).__name__}: {error}") from None


def _result(data: Mapping[str, Any]) -> Result:
    table, given = data["network"], data["quantity"]
    sites = table["sites"]
    network = Network.from_edges(
        [(i, j, k) for i, j, k in table["springs"]],
        pinning=dict(zip(sites, table["pinning"], strict=True)),
        masses=dict(zip(sites, table["masses"], strict=True)),
        baths={site: (friction, temperature) for site, friction, temperature in table["baths"]},
        sites=sites,
        real=table["real"],
        name=table["name"],
    )
    quantity = Quantity(
        str(given["kind"]),
        tuple(tuple(site) if isinstance(site, list) else site for site in given["sites"]),
        given["bath"],
        tuple((str(name), exact(value)) for name, value in given["at"].items()),
    )
    kind = Flux if quantity.kind in ("flux", "bath_flux") and quantity.bath is None else Result
    if "coefficients" not in data:
        return kind(network, quantity, _value(data["value"]))
    return kind(
        network,
        quantity,
        coefficients={site: _value(value) for site, value in data["coefficients"]},
        temperatures={site: exact(value) for site, value in data["temperatures"]},
    )


def _value(data: Mapping[str, Any]) -> RationalFunction:
    numerator, denominator = _polynomial(data["numerator"]), _polynomial(data["denominator"])
    return RationalFunction(numerator, denominator, reduce=bool(data["lowest_terms"]))


def _polynomial(rows: Any) -> Polynomial:
    return Polynomial.from_terms(
        (tuple((str(name), int(power)) for name, power in powers.items()), int(coefficient))
        for coefficient, powers in rows
    )
