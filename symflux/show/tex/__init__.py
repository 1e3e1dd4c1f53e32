"""Formulas, proofs, reports and documents in LaTeX."""
