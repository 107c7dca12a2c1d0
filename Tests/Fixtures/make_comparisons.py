# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes comparisons.json: what the peers say of signed ranks, McNemar's table, 5x2cv, equivalence, posteriors and order.

    python3 make_comparisons.py comparisons.json

Made with NumPy 2.4.6, SciPy 1.17.1, statsmodels 0.15.0, mlxtend 0.25.0, baycomp 1.0.3, deepsig 1.2.8, mpmath 1.3.
"""
import json
import sys
import warnings
from fractions import Fraction

import baycomp
import mpmath
import numpy as np
from deepsig import aso
from deepsig.aso import compute_violation_ratio
from mlxtend.evaluate import combined_ftest_5x2cv, paired_ttest_5x2cv
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.weightstats import ttost_paired

warnings.simplefilter("ignore")
mpmath.mp.dps = 40
rng = np.random.default_rng(11)
ALTERNATIVES = ["two-sided", "greater", "less"]


def whole_ranks(d):
    """The exact tails in whole numbers, for ranks without ties: SciPy takes small upper tails from 1."""
    ranks = np.argsort(np.argsort(abs(d))) + 1
    observed, n = int(ranks[d > 0].sum()), len(d)
    counts = [1] + [0] * (n * (n + 1) // 2)
    for rank in range(1, n + 1):
        for total in range(len(counts) - 1, rank - 1, -1):
            counts[total] += counts[total - rank]
    greater, less = (float(Fraction(sum(part), 2**n)) for part in [counts[observed:], counts[:observed + 1]])
    return {"two-sided": min(1.0, 2 * min(greater, less)), "greater": greater, "less": less}


def signed_ranks(d, zeros):
    """SciPy by every method that applies; exact only where its distribution is that of the ranks at hand."""
    d = np.asarray(d, float)
    plain = np.all(d != 0) and len(np.unique(abs(d))) == len(d)
    method = {"wilcox": "dropped", "pratt": "pratt"}[zeros]
    row = {"d": d.tolist(), "zeros": method, "exact": None, "normal": {}, "corrected": {}}
    exact = "exact" if plain else stats.PermutationMethod(n_resamples=np.inf) if len(d) <= 14 else None
    if exact is not None:
        row["exact"] = {a: stats.wilcoxon(d, zero_method=zeros, alternative=a, method=exact).pvalue for a in ALTERNATIVES}
    if plain:
        assert all(abs(row["exact"][a] - p) < 1e-13 for a, p in whole_ranks(d).items())
        row["exact"] = whole_ranks(d)
    for name, correction in [("normal", False), ("corrected", True)]:
        row[name] = {
            a: stats.wilcoxon(d, zero_method=zeros, alternative=a, method="asymptotic", correction=correction).pvalue
            for a in ALTERNATIVES}
    row["smallerSum"] = stats.wilcoxon(d, zero_method=zeros, method="asymptotic").statistic
    walsh = [(x + y) / 2 for i, x in enumerate(d) for y in d[i:]]
    row["median"] = float(np.median(walsh))
    return row


ranks = []
for zeros in ["wilcox", "pratt"]:
    ranks.append(signed_ranks([0.3, -0.1, 0.2, 0.2, 0.0, 0.5, -0.4, 0.7], zeros))
    ranks.append(signed_ranks([0, 0, 0, 1, 1, -1, 2, 3, 3, 3, -3, 5], zeros))
    ranks.append(signed_ranks([0, 0, 4], zeros))
    ranks.append(signed_ranks(rng.integers(-3, 6, 14), zeros))
    ranks.append(signed_ranks(rng.integers(-8, 12, 60), zeros))
ranks.append(signed_ranks([1.1, -0.4, 2.3, 0.9, 3.1, -0.2, 1.7, 0.6], "wilcox"))
for n, shift in [(1, 0.1), (2, 0.5), (5, 1), (20, 0.4), (40, 0.2), (60, 0.3), (120, 1.0), (200, 0.1)]:
    ranks.append(signed_ranks(rng.normal(shift, 1, n), "wilcox"))

tables = []
for b, c in [(12, 4), (3, 9), (5, 5), (0, 6), (40, 22), (0, 0), (1, 0), (130, 61), (900, 700), (4000, 3700), (0, 1000)]:
    n, k = b + c, min(b, c)
    cdf = mpmath.fsum(mpmath.binomial(n, i) for i in range(k + 1)) / mpmath.mpf(2) ** n
    mass = mpmath.binomial(n, k) / mpmath.mpf(2) ** n
    p = float(min(1, 2 * cdf))
    if n:
        assert abs(mcnemar([[10, b], [c, 20]], exact=True).pvalue / p - 1) < 1e-9 or p < 1e-290
    interval = None
    if n:
        interval = [x for x in stats.binomtest(b, n).proportion_ci(0.95, method="exact")]
    tables.append({"b": b, "c": c, "exact": p, "midP": float(min(1, 2 * cdf - mass)), "shares": interval})


class Scripted:
    """Stands for a fitted system whose scores are given; mlxtend asks for two scores a fold in turn."""
    _estimator_type = "classifier"

    def fit(self, X, y):
        return self


def five_by_two(differences):
    def scorer_of():
        queue = [x for d in differences for x in (d, 0.0)]
        return lambda estimator, X, y: queue.pop(0)
    # paired_ttest asks both systems for the first fold, then for the second; so does the F test.
    X, y = np.zeros((8, 1)), np.array([0, 1] * 4)
    t, p = paired_ttest_5x2cv(Scripted(), Scripted(), X, y, scoring=scorer_of(), random_seed=1)
    f, pf = combined_ftest_5x2cv(Scripted(), Scripted(), X, y, scoring=scorer_of(), random_seed=1)
    return {"d": differences, "t": float(t), "pT": float(p), "f": float(f), "pF": float(pf)}


folds = [five_by_two([0.02, 0.05, 0.01, 0.03, 0.04, 0.02, -0.01, 0.03, 0.02, 0.06])]
for shift in [0, 0.5, 3, 40, 4000]:
    folds.append(five_by_two(rng.normal(shift, 1, 10).tolist()))
quantiles = [{"p": p, "f": float(stats.f.isf(p, 10, 5))} for p in [0.9, 0.5, 0.1, 0.05, 0.01, 1e-6]]

posteriors = []
for x, y, runs, rope in [
        ([0.95, 0.93, 0.96, 0.94, 0.92, 0.97, 0.95, 0.93, 0.96, 0.94],
         [0.9, 0.91, 0.93, 0.92, 0.9, 0.93, 0.94, 0.9, 0.92, 0.91], 1, 0.01),
        (rng.normal(0.8, 0.05, 10).tolist(), rng.normal(0.81, 0.05, 10).tolist(), 1, 0.02),
        (rng.normal(0.8, 0.05, 50).tolist(), rng.normal(0.81, 0.05, 50).tolist(), 10, 0.01)]:
    left, rope_p, right = baycomp.two_on_single(np.array(x), np.array(y), rope=rope, runs=runs)
    posteriors.append({
        "a": x, "b": y, "folds": len(x) // runs, "margin": rope, "aIsBetter": left, "equivalent": rope_p,
        "bIsBetter": right})

equivalences = []
for n, shift, margin in [(5, 0.0, 0.02), (12, 0.01, 0.02), (91, 0.005, 0.01), (5, 0.03, 0.02)]:
    a, b = rng.normal(0.8 + shift, 0.02, n), rng.normal(0.8, 0.02, n)
    p, low, high = ttost_paired(a, b, -margin, margin)
    equivalences.append({
        "a": a.tolist(), "b": b.tolist(), "margin": margin, "p": float(p), "lower": float(low[1]), "upper": float(high[1])})

orders = []
for a, b, seed, draws in [
        ([0.93, 0.95, 0.92, 0.91, 0.9], [0.91, 0.905, 0.88, 0.93, 0.88], 1, 200),
        (rng.normal(0.8, 0.05, 10).tolist(), rng.normal(0.78, 0.05, 10).tolist(), 5, 100),
        (rng.normal(0.8, 0.05, 7).tolist(), rng.normal(0.8, 0.1, 12).tolist(), 40, 100)]:
    orders.append({
        "a": a, "b": b, "seed": seed, "draws": draws,
        "ratio": float(compute_violation_ratio(scores_a=np.array(a), scores_b=np.array(b), dt=0.005)),
        "bounds": {str(m): float(aso(
            a, b, num_comparisons=m, num_bootstrap_iterations=draws, seed=seed, show_progress=False)) for m in [1, 2, 10]}})

parts = {
    "signedRanks": ranks, "tables": tables, "folds": folds, "quantiles": quantiles, "posteriors": posteriors,
    "equivalences": equivalences, "orders": orders}
with open(sys.argv[1], "w") as file:
    file.write("{\n" + ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in parts.items()) + "\n}\n")
