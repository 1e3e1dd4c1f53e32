"""Settings that every test shares: examples are the same in every run, and helper modules can be imported."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

for folder in (Path(__file__).parent, Path(__file__).parent / "quality"):
    sys.path.insert(0, str(folder))

settings.register_profile(
    "symflux",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("symflux")
