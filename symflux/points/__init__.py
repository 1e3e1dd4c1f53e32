"""Finders of points where conditions hold or claims fail, exact at the end, and decompositions of space into cells."""
