"""What holds for every network. ``verify(network)`` is the one helper that any test may call."""

from symflux.algebra import RationalFunction

ZERO = RationalFunction.constant(0)


def total(values):
    return sum(values, ZERO)


def verify(network, method="auto"):
    """Assert the laws that hold for every steady state, as identities; return the steady state."""
    ss = network.steady_state(method=method)
    baths = list(network.baths)
    conserved(ss)
    for flux in [*(ss.bond_flux(*bond) for bond in network.bonds), *(ss.bath_flux(site) for site in baths)]:
        assert set(flux.coefficients) == set(baths)
        assert total(flux.coefficients.values()) == 0, f"{flux.quantity} does not vanish at equal temperatures"
    assert total(ss.bath_flux(site).rational_function for site in baths) == 0
    for i in baths:
        landauer = ZERO
        for j in baths:
            if i != j:
                K = ss.conductance(i, j)
                assert ss.conductance(j, i) == K
                if K.rational_function.is_constant:
                    assert K.rational_function.value >= 0
                landauer = landauer + K.rational_function * (
                    network.baths[i].temperature - network.baths[j].temperature
                )
        assert ss.bath_flux(i).rational_function == landauer
    for i in network.sites:
        parts = ss.kinetic_temperature(i).coefficients
        assert total(parts.values()) == 1, "equal temperatures are not Gibbs"
    if ss.entropy_production().rational_function.is_constant:
        assert ss.entropy_production().rational_function.value >= 0
    assert ss.verify()
    return ss


def conserved(ss):
    """At every site the bath's heat leaves through the bonds, and a bond's two directions are opposite."""
    network = ss.network
    for site in network.sites:
        outward = total(
            ss.bond_flux(site, j if i == site else i).rational_function for i, j in network.bonds if site in (i, j)
        )
        assert outward == (ss.bath_flux(site).rational_function if site in network.baths else ZERO)
    for i, j in network.bonds:
        assert ss.bond_flux(i, j).rational_function == -ss.bond_flux(j, i).rational_function
