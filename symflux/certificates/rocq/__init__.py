"""Certificates as theorems for the Rocq prover (once Coq): ``theory/`` is proved there, the exporter is not trusted.

See docs/for-the-referee.md. :func:`symflux.certificates.rocq.export.rocq_text` writes the file.
"""
