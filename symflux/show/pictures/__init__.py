"""Networks, maps, spectra and curves; the only room that imports matplotlib."""
