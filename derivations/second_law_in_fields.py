"""The second law, term by term, in magnetic fields."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import passive_kinds
from derivations.ordered_conductances import conductances
from symflux.algebra import RationalFunction

n = sympy.Symbol("n", integer=True, positive=True)
a, b = sympy.symbols("a b", integer=True, positive=True)
K, T = sympy.IndexedBase("K"), sympy.IndexedBase("T")
sigma = sympy.Symbol("sigma", real=True)
ZERO = RationalFunction.constant(0)


def proof() -> Iterator[Residual]:
    for network in passive_kinds():
        total = network.steady_state().entropy_production().rational_function
        for (i, j), value in conductances(network).items():
            total = total - value * (network.baths[j].temperature / network.baths[i].temperature - 1)
        yield f"{network.name}: sigma = sum of k_ba (T_a/T_b - 1)", total
    # without logarithms: a matrix with equal row and column sums is a sum of cycles, and AM-GM for each cycle
    x, y, z = sympy.symbols("x y z", positive=True)
    yield "a cycle of two", x / y + y / x - 2 - (x - y) ** 2 / (x * y)
    squares = (x - y) ** 2 + (y - z) ** 2 + (z - x) ** 2
    yield "a cycle of three, T ratios x^2/(y z) and so on", (x**3 + y**3 + z**3) / (x * y * z) - 3 - (
        x + y + z
    ) * squares / (2 * x * y * z)
    k = {(i, j): sympy.Symbol(f"k{i}{j}") for i in (1, 2, 3) for j in (1, 2, 3) if i != j}
    logs = sympy.symbols("l1:4")
    balance = [sum(k[i, j] - k[j, i] for j in (1, 2, 3) if j != i) for i in (1, 2, 3)]
    drift = sum(k[i, j] * (logs[j - 1] - logs[i - 1]) for i, j in k)
    yield "what the logarithms add", sympy.expand(drift + sum(m * log for m, log in zip(balance, logs, strict=True)))


def instances() -> Iterator[Instance]:
    for network in passive_kinds():
        point = {name: (3 * k + 1) % 5 + 1 for k, name in enumerate(network.parameters)}
        here = network.at(point)
        labels = list(here.baths)
        known = conductances(here)
        values: dict[object, object] = {n: len(labels), sigma: here.steady_state().entropy_production()}
        for i, left in enumerate(labels, start=1):
            values[T[i]] = here.baths[left].temperature
            for j, right in enumerate(labels, start=1):
                values[K[i, j]] = known.get((left, right), ZERO)
        yield values


ENTRY = Entry(
    id="second_law_in_fields",
    title="sigma = sum of k_ba (T_a/T_b - 1 - ln(T_a/T_b)), each term >= 0, in fields too",
    variables={
        n: "number of baths", a: "a bath", b: "another bath", K: "K_ba, heat that bath a gives to b per degree",
        T: "bath temperatures", sigma: "the rate of entropy production",
    },
    statement=sympy.And(
        sympy.Eq(sigma, sympy.Sum(K[b, a] * (T[a] / T[b] - 1), (a, 1, n), (b, 1, n))),
        sigma >= 0,
    ),
    assumptions=(),
    argument=(
        "Nothing works on the network (derivation ordered_conductances), T > 0. sigma = -sum_b J_b/T_b with J_b = "
        "sum_a k_ba (T_b - T_a) is sum k_ba (T_a/T_b - 1). Row sums are column sums, so sum k_ba (ln T_a - ln T_b) "
        "= 0 may be taken away: every term k_ba (x - 1 - ln x), x = T_a/T_b, is >= 0. Without logarithms: a "
        "nonnegative matrix with equal row and column sums is a nonnegative sum of cycles, and round a cycle of "
        "length r the product of the ratios is 1, so their sum is at least r by the inequality of the means."
    ),
    proof=proof,
    instances=instances,
)
