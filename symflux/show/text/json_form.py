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
BEYOND = "symflux result 2"  #: where the network has more than masses, springs, pins and one bath a site


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
        "format": FORMAT if result.network.is_classic else BEYOND,
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
    data: dict[str, Any] = {
        "name": network.name,
        "sites": list(network.sites),
        "masses": [str(m) for m in network.mass_items],
        "pinning": [str(c) for c in network.pinning_items],
        "springs": [[i, j, str(k)] for (i, j), k in network.spring_items],
        "baths": [[b.label, str(b.friction), str(b.temperature)] for b in network.bath_items],
        "real": sorted(network.real),
    }
    return data if network.is_classic else data | _beyond(network)


def _beyond(network: Network) -> dict[str, Any]:
    """The elements that format 2 adds; a place is a site or a pair of sites."""
    return {
        "springs": _rows((*network.spring_items, *network.directed_items)),
        "baths": [[b.label, str(b.friction), str(b.temperature), list(b.sites)] for b in network.bath_items],
        "inerters": _rows(network.inerter_items),
        "magnetic": _rows(network.magnetic_items),
        "drives": [[list(d.sites), str(d.strength)] for d in network.drive_items],
        "feedback": _rows(network.feedback_items),
    }


def _rows(items: Any) -> list[list[Any]]:
    """[first site, second site, value or pair of values] of every item."""
    return [[i, j, list(map(str, value)) if isinstance(value, tuple) else str(value)] for (i, j), value in items]


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
        if not isinstance(data, dict) or data.get("format") not in (FORMAT, BEYOND):
            raise NetworkError(f'no result: the key "format" has to say "{FORMAT}" or "{BEYOND}"')
        return _result(data)
    except SymfluxError as error:
        raise NetworkError(str(error)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NetworkError(f"no result in the format of docs/json-format.md: {type(error).__name__}: {error}") from None


def _result(data: Mapping[str, Any]) -> Result:
    network, given = _network(data["network"], data["format"] == BEYOND), data["quantity"]
    quantity = Quantity(
        str(given["kind"]),
        tuple(map(_label, given["sites"])),
        _label(given["bath"]),
        tuple((str(name), exact(value)) for name, value in given["at"].items()),
    )
    is_flux = quantity.kind.startswith(("flux", "bath_flux", "work")) and quantity.bath is None
    kind = Flux if is_flux else Result
    if "coefficients" not in data:
        return kind(network, quantity, _value(data["value"]))
    return kind(
        network,
        quantity,
        coefficients={_label(site): _value(value) for site, value in data["coefficients"]},
        temperatures={_label(site): exact(value) for site, value in data["temperatures"]},
    )


def _label(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def _network(table: Mapping[str, Any], is_beyond: bool) -> Network:
    sites = table["sites"]
    masses: dict[Any, Any] = dict(zip(sites, table["masses"], strict=True))
    more: dict[str, Any] = {}
    if is_beyond:
        masses |= {(i, j): value for i, j, value in table["inerters"]}
        more["magnetic"] = {(i, j): value for i, j, value in table["magnetic"]}
        more["drives"] = {_place(place): value for place, value in table["drives"]}
        more["feedback"] = {(on, of): value for on, of, value in table["feedback"]}
        baths: dict[Any, Any] = {}
        for label, friction, temperature, place in table["baths"]:
            baths.setdefault(_place(place), {})[_label(label)] = (friction, temperature)
        baths = {place: named[place] if list(named) == [place] else named for place, named in baths.items()}
    else:
        baths = {site: (friction, temperature) for site, friction, temperature in table["baths"]}
    return Network.from_edges(
        [(i, j, _label(k)) for i, j, k in table["springs"]],
        pinning=dict(zip(sites, table["pinning"], strict=True)),
        masses=masses,
        baths=baths,
        sites=sites,
        real=table["real"],
        name=table["name"],
        **more,
    )


def _place(sites: Any) -> Any:
    return sites[0] if len(sites) == 1 else tuple(sites)


def _value(data: Mapping[str, Any]) -> RationalFunction:
    numerator, denominator = _polynomial(data["numerator"]), _polynomial(data["denominator"])
    return RationalFunction(numerator, denominator, reduce=bool(data["lowest_terms"]))


def _polynomial(rows: Any) -> Polynomial:
    return Polynomial.from_terms(
        (tuple((str(name), int(power)) for name, power in powers.items()), int(coefficient))
        for coefficient, powers in rows
    )
