"""Series as text, LaTeX and data."""

import json

import symflux as sf
from symflux.algebra import exact
from symflux.anharmonic.expansion import anharmonic_series
from symflux.paper.anharmonic_rows import weak_anharmonicity
from symflux.show.text.series import coefficient_text, series_data, series_latex, series_text

SERIES = anharmonic_series(sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, 1)}).with_quartic({(1, 2): 1}), order=1)


def test_text_gives_every_coefficient_and_the_caveat():
    text = series_text(SERIES)
    assert "eps^0  (T1 - 1)/6" in text
    assert "(T1 + 1)" in text.partition("eps^1")[2].partition("\n")[0]
    assert "no evidence that a flux reverses" in text


def test_long_numbers_are_shown_as_decimals():
    assert coefficient_text(exact("1/3")) == "1/3 = 0.33333..."
    assert coefficient_text(exact(f"-1/{10**120 + 1}")) == "-9.99999999...e-121 (exact: 399-bit denominator)"
    assert coefficient_text(exact(f"{12 * 10**120 + 1}/{10**118}")).startswith("1.20000000...e3")


def test_latex_is_an_aligned_display():
    assert series_latex(SERIES).startswith("\\begin{align*}\n\\phi_{1\\to 2} &= \\frac{T_1 - 1}{6}")


def test_data_is_json_with_exact_strings():
    data = json.loads(json.dumps(series_data(SERIES)))
    assert data["order"] == 1
    assert exact(data["bond_fluxes"][0]["coefficients"][1]) == exact("(T1**2 - 1)/6")
    assert data["bond_fluxes"][0]["sign"] is None
    assert len(data["bath_fluxes"]) == 2


def test_the_row_of_the_paper_holds():
    row = weak_anharmonicity()
    assert row.holds and len(row.checks) == 5
    assert row.items[0].exact == "13.4864 + 1490.1 eps - 178380 eps^2 + 3.41903e+07 eps^3 + ..."
