"""Weak quartic springs and pins: exact series of every flux in their strength."""
