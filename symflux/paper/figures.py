"""The five figures of the source paper, redrawn from the exact fluxes."""

from __future__ import annotations

from symflux import paper
from symflux.model.network import Network, Site
from symflux.show.pictures.diagram import draw
from symflux.show.pictures.scene import Scene

__all__ = ["paper_figure", "paper_figures"]

#: where the sites stand in the paper's figures, where that is not how they would be placed anyway
_PLACES: dict[str, dict[Site, tuple[int, int]]] = {
    "Figure 1": {1: (0, 1), 2: (2, 1), 3: (1, 2), 4: (1, 0)},
    "Example 4": {1: (0, 1), 5: (1, 1), 2: (2, 1), 3: (0, 0), 6: (1, 0), 4: (2, 0)},
}


def paper_figure(network: Network) -> Scene:
    """One network of the paper, placed as in its figure; arrows where its steady state is unique."""
    state = None if network.hidden_modes() else network.steady_state()
    return draw(network, state, positions=_PLACES.get(network.name or ""))


def paper_figures() -> dict[str, Scene]:
    """{"figure_1": picture, ...}: Fig. 3 with the couplings that give its numbers.

    >>> sorted(paper_figures())
    ['figure_1', 'figure_2', 'figure_3', 'figure_4', 'figure_5']
    """
    networks = (
        paper.figure_1(), paper.example_1(), paper.example_2_corrected(), paper.example_3(), paper.example_4()
    )  # fmt: skip
    return {f"figure_{k}": paper_figure(network) for k, network in enumerate(networks, 1)}
