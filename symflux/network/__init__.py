"""What a user describes: sites, springs, pinning, masses, baths; Lemma 1; files; the source paper's networks."""
