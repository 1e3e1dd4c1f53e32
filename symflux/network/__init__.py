"""What a user describes: sites, springs, pinning, masses, baths; Lemma 1; network files; the source paper's networks."""
