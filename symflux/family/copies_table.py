"""A claim about copies as it stands in a certificate: one copy of every part, the reduced claim, its proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from symflux.certificates.check_family import FORMAT
from symflux.family.value import value_of
from symflux.quantities.claim import network_table

if TYPE_CHECKING:
    from symflux.family.copies_result import CopiesClaim

__all__ = ["copies_table"]


def copies_table(claim: CopiesClaim, proof: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate: the checker rebuilds the reduced network from ``network`` and ``parts``, and compares."""
    family = claim.family

    def side(given: Any) -> Any:
        if hasattr(given, "kind"):
            return {"times": str(given.factor), "kind": given.kind, "sites": list(given.sites)}
        return str(value_of(given))

    family.network.require_classic("certificates of families")
    return {
        "format": FORMAT,
        "kind": "copies",
        "network": network_table(family.network),
        "parts": [
            {
                "name": part.name,
                "count": str(part.count),
                "sites": list(part.sites),
                "twins": [family.twin(site) for site in part.sites],
                "mutual": [[a, b, str(k)] for (a, b), k in part.mutual.items()],
            }
            for part in family.parts
        ],
        "claim": {"left": side(claim.left), "relation": claim.relation, "right": side(claim.right)},
        "sectors": list(claim.needs),
        "proof": dict(proof),
    }
