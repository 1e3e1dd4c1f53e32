"""From a network to its steady state: two routes to the second moments, and the results users hold in hand."""
