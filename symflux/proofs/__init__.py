"""Finders of proofs, none of them trusted: what they find is a node of a certificate, and the checker decides."""
