"""Questions on signs: which one a quantity has, where, and for which parameters, with evidence for the checker."""
