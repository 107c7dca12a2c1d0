# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes directions.json: one-sided p-values of paired t tests and McNemar's tables, and chi-squared tails of many degrees of freedom.

    python3 make_directions.py directions.json

Made with NumPy 2.4.6, SciPy 1.17.1, mpmath 1.3.
"""
import json
import sys

import mpmath
import numpy as np
from scipy import stats

mpmath.mp.dps = 45
rng = np.random.default_rng(29)
ALTERNATIVES = ["two-sided", "greater", "less"]


def pairs(n, shift):
    a, b = rng.normal(shift, 1, n).round(4), rng.normal(0, 1, n).round(4)
    return {"a": a.tolist(), "b": b.tolist(), "p": {s: stats.ttest_rel(a, b, alternative=s).pvalue for s in ALTERNATIVES}}


def table(b, c):
    """Exact by SciPy's binomial test; mid-p takes off half of the observed count's probability."""
    half = float(stats.binom.pmf(b, b + c, 0.5)) / 2
    exact = {s: stats.binomtest(b, b + c, 0.5, alternative=s).pvalue for s in ALTERNATIVES}
    mid = {s: exact[s] - half for s in ALTERNATIVES[1:]}
    return {"b": b, "c": c, "exact": exact, "midP": mid | {"two-sided": min(1.0, 2 * min(mid.values()))}}


def chi_squared(freedom, deviations):
    """The density is integrated from x on, piece by piece, until nothing is added."""
    nu = mpmath.mpf(freedom)
    x, step = mpmath.mpf(float(nu + deviations * mpmath.sqrt(2 * nu))), mpmath.sqrt(2 * nu)
    norm = mpmath.log(2) * nu / 2 + mpmath.loggamma(nu / 2)

    def density(y):
        return mpmath.exp((nu / 2 - 1) * mpmath.log(y) - y / 2 - norm)

    # mpmath's rule ends at an absolute error, so what it sums must not be small.
    least = density(x)

    def tail(direction):
        # In short steps at first: far out the density falls to e^-36 of itself within a standard deviation.
        ends = [x + direction * step * k / 16 for k in range(16)] + [x + direction * step * k for k in range(1, 85)]
        return abs(mpmath.quad(lambda y: density(y) / least, ends)) * least

    lower, upper = tail(-1), tail(1)
    assert abs(lower + upper - 1) < 1e-25
    return {"df": float(freedom), "x": float(x), "lower": float(lower), "upper": float(upper), "density": float(density(x))}


json.dump({
    "pairs": [pairs(n, shift) for n, shift in [(2, 0), (5, 1), (5, -2), (24, 0.3), (100, -0.5)]],
    "tables": [table(b, c) for b, c in [(0, 1), (0, 7), (3, 0), (5, 5), (12, 4), (4, 12), (130, 80)]],
    "chiSquared": [chi_squared(f, d) for f in [1e8 + 1, 3e9, 2e11, 1e12, 1e15, 1e18] for d in [-36, -6, -1, 0, 0.3, 2, 8, 36]],
}, open(sys.argv[-1], "w"), indent=1)
