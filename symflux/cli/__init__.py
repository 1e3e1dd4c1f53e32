"""The command line: ``symflux flux FILE``, ``symflux prove FILE CLAIM``, ... One file a group of commands."""

from symflux.cli.main import main

__all__ = ["main"]
