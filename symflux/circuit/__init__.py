"""Electrical circuits with thermal noise, as networks: node fluxes are coordinates, voltages are velocities."""

from symflux.circuit.circuit import Circuit

__all__ = ["Circuit"]
