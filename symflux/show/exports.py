"""Results for other tools: functions of numbers, source code, JSON."""

from symflux.show.code import to_code
from symflux.show.horner import to_callable
from symflux.show.json_form import from_json, to_json

__all__ = ["from_json", "to_callable", "to_code", "to_json"]
