"""Results for other tools: functions of numbers, source code, JSON."""

from symflux.show.text.code import to_code
from symflux.show.text.evaluator import to_callable
from symflux.show.text.json_form import from_json, to_json

__all__ = ["from_json", "to_callable", "to_code", "to_json"]
