"""The space of bath temperatures at fixed couplings, where fluxes are linear: regions, patterns, circulation."""
