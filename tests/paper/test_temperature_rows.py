"""The paper's rows on temperatures hold, and print what they should."""

from __future__ import annotations

from symflux.paper.temperature_rows import (
    any_scale,
    backward_flux_checks,
    backward_flux_items,
    heat_pump_checks,
    heat_pump_items,
    no_local_temperature,
)


def test_every_check_holds() -> None:
    checks = (*backward_flux_checks(), *heat_pump_checks(), *any_scale().checks, *no_local_temperature().checks)
    assert len(checks) == 12
    assert [name for name, holds in checks if not holds] == []


def test_the_items_say_where() -> None:
    listed = [item.exact for item in backward_flux_items()]
    assert listed == ["-17*T2/5 + 17*T3/5 + T4", "4165/1457", "-2601/1457"]
    assert heat_pump_items()[1].exact == "T1 = 13, T2 = 1, T3 = 8, T4 = 7"
    assert [item.exact for item in no_local_temperature().items] == ["1 -> 2 -> 3 -> 1"] * 2
