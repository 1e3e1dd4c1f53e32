"""The symbolic hierarchy agrees with the rational one."""

from fractions import Fraction

import pytest

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.anharmonic.moment_tables import moment_tables
from symflux.anharmonic.quartic_model import QuarticModel
from symflux.anharmonic.symbolic_wick import SymbolicWickMoments
from symflux.errors import LyapunovError


@pytest.mark.parametrize(
    ("net", "point", "order"),
    [
        (sf.chain(2, spring="k", pinning=1, masses={2: 3}, baths={1: (1, "T1"), 2: (1, 1)}),
         {"k": Fraction(2, 3), "T1": Fraction(5, 2)}, 2),
        (sf.chain(2, pinning=1, masses={2: "m"}, baths={1: (1, 2), 2: (1, 1)}), {"m": 3}, 2),
        (sf.chain(2, spring="k", baths={1: ("g", 3), 2: (1, 1)}), {"k": 2, "g": Fraction(1, 3)}, 2),
        (sf.chain(2, spring="k", pinning=1, baths={1: (1, 3), 2: (1, 1)}), {"k": 2}, 3),
    ],
)  # fmt: skip
def test_symbolic_and_rational_hierarchies_agree(net, point, order):
    net = net.with_quartic({(1, 2): 1})
    symbolic, numbers = moment_tables(net, order), moment_tables(net.at(point), order)
    for k in range(order + 1):
        for method, arguments in (("bond_flux", (1, 2)), ("bond_flux", (2, 1)), ("bath_flux", (2,))):
            expected = getattr(numbers, method)(*arguments)[k].value
            value = getattr(symbolic, method)(*arguments)[k]
            assert expected == value.evaluate({name: point[name] for name in value.names})


def test_undamped_motion_is_refused():
    k, zero = RationalFunction.variable("k"), RationalFunction.constant(0)
    with pytest.raises(LyapunovError, match="not stable"):
        SymbolicWickMoments(QuarticModel((Fraction(1),), ((k,),), (Fraction(0),), (zero,), ()), 1)
