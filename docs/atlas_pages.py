"""The pages of the atlas as part of the documentation site: ``mkdocs.yml`` names this file as a hook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import symflux as sf
from symflux.show.page.atlas import write_pages

__all__ = ["on_post_build"]

SITES = (4, 5)


def on_post_build(config: Any) -> None:
    """Write the networks on 4 and 5 sites, each number into a folder of its own."""
    for sites in SITES:
        write_pages(sf.atlas(sites=sites), Path(config["site_dir"]) / "atlas" / str(sites))
