"""Theorems with their proofs: in words for every network, and as identities executed on families of networks.

One entry a file; ``entry.py`` says what an entry is, ``networks.py`` holds the networks that the proofs run on.
"""
