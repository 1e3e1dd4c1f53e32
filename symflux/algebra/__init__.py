"""Exact algebra that knows no physics: values in, polynomials, rational functions, linear algebra, real roots."""

from symflux.algebra.exact import exact
from symflux.algebra.polynomial import Polynomial, parameter_symbol
from symflux.algebra.rational_function import RationalFunction

__all__ = ["Polynomial", "RationalFunction", "exact", "parameter_symbol"]
