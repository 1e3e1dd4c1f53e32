"""Claims, certificates and their checker: the trusted part. Finders live in :mod:`symflux.signs`."""

from symflux.certificates.certificate import Certificate, check

__all__ = ["Certificate", "check"]
