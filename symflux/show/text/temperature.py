"""Temperature regions and sign patterns as plain text and as JSON data; exact values are strings."""

from __future__ import annotations

from typing import Any

from symflux.errors import SignError
from symflux.temperature.patterns import SignPatterns
from symflux.temperature.region import TemperatureRegion

__all__ = ["patterns_data", "patterns_text", "region_data", "region_text"]

_ORDER = "+0-"
_LISTED = 200  #: patterns or contradictions printed at most


def region_text(region: TemperatureRegion) -> str:
    """The form, the signs with their witnesses or reasons, and the thresholds of one flux."""
    names = region.space.by_bath
    lines = [str(region), "", "form"]
    lines += [f"  {names[bath]}: {value}" for bath, value in region.form.items()]
    lines += ["", "signs"]
    lines += [f"  {sign}  {_evidence(region, sign)}" for sign in _ORDER]
    lines += ["", "thresholds"]
    for bath in region.space.baths:
        if not region.coefficients[bath].is_zero:
            lines.append(f"  {region.threshold(bath)}")
    if region.except_where:
        vanishing = ", ".join(polynomial.summary() for polynomial in region.except_where)
        lines += ["", f"except where all of these vanish, and with them the flux: {vanishing}"]
    return "\n".join(lines)


def _evidence(region: TemperatureRegion, sign: str) -> str:
    names = region.space.by_bath
    if sign in region.undecided:
        return f"undecided: {region.reason}"
    if sign in region.signs:
        try:
            temperatures = region.witness(sign)
        except SignError:
            return "occurs, at temperatures that depend on the couplings"
        return "at " + ", ".join(f"{names[bath]} = {value}" for bath, value in temperatures.items())
    try:
        multipliers = region.multipliers(sign)
    except SignError:
        return "never"
    return "never: 0 = " + " + ".join(f"{y}*({text})" for text, y in multipliers.items())


def region_data(region: TemperatureRegion) -> dict[str, Any]:
    """What :func:`region_text` says, as data."""
    names = region.space.by_bath
    evidence: dict[str, Any] = {}
    for sign in _ORDER:
        occurs = None if sign in region.undecided else sign in region.signs
        entry: dict[str, Any] = {"occurs": occurs}
        try:
            if occurs:
                entry["witness"] = {names[bath]: str(t) for bath, t in region.witness(sign).items()}
            elif occurs is False:
                entry["multipliers"] = {text: str(y) for text, y in region.multipliers(sign).items()}
        except SignError:
            pass
        evidence[sign] = entry
    return {
        "flux": region.label,
        "given": [a.text for a in region.space.assumptions] + [str(c) for c in region.space.coupling_assumptions],
        "form": {names[bath]: str(value) for bath, value in region.form.items()},
        "signs": evidence,
        "thresholds": {
            names[bath]: str(region.threshold(bath).expr)
            for bath, coefficient in region.coefficients.items()
            if not coefficient.is_zero
        },
        "except_where": [str(polynomial) for polynomial in region.except_where],
        "verdict": region.verdict,
    }


def patterns_text(patterns: SignPatterns) -> str:
    """The patterns that occur, each with temperatures, and why the others do not."""
    lines = [f"{len(patterns)} pattern{'' if len(patterns) == 1 else 's'} of signs"]
    lines += [f"  {pattern}" for pattern in patterns[:_LISTED]]
    if len(patterns) > _LISTED:
        lines.append(f"  ... and {len(patterns) - _LISTED} more")
    reasons = patterns.contradictions
    if reasons:
        count = f"{len(reasons)} minimal contradiction{'' if len(reasons) == 1 else 's'}"
        lines += ["", f"{count}: every other pattern contains one"]
        for reason in reasons[:_LISTED]:
            weights = " + ".join(f"{y}*({text})" for text, y in reason.multipliers.items())
            lines.append(f"  0 = {weights}")
        if len(reasons) > _LISTED:
            lines.append(f"  ... and {len(reasons) - _LISTED} more")
    return "\n".join(lines)


def patterns_data(patterns: SignPatterns) -> dict[str, Any]:
    """What :func:`patterns_text` says, as data, complete."""
    return {
        "bonds": [list(bond) for bond in patterns.bonds],
        "patterns": [
            {
                "signs": "".join(pattern.signs.values()),
                "witness": {str(bath): str(t) for bath, t in pattern.witness.items()},
            }
            for pattern in patterns
        ],
        "contradictions": [
            {"multipliers": {text: str(y) for text, y in reason.multipliers.items()}}
            for reason in patterns.contradictions
        ],
    }
