"""LaTeX, diagrams, maps, pictures and reports: the only room that imports matplotlib."""
