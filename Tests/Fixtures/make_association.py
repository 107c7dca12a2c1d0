# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes association.json: rank statistics, contingency tables and adjusted p-values of the Python libraries.

    python3 make_association.py association.json

Made with SciPy 1.17.1, statsmodels 0.15.0, scikit-learn 1.9.1, scikit-posthocs 0.17.1 and NumPy 2.4.6.
"""
import json
import sys
import warnings

import numpy as np
import scikit_posthocs
from scipy import stats
from scipy.stats.contingency import association
from sklearn.metrics import mutual_info_score
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)


def correlations():
    for n, values in [(3, 0), (4, 0), (5, 3), (6, 0), (6, 4), (8, 0), (8, 5), (12, 0), (12, 4), (20, 0), (25, 0), (40, 0),
                      (60, 7), (100, 0), (170, 0), (300, 3)]:
        x = rng.normal(size=n) if not values else rng.integers(values, size=n)
        y = 0.4 * x + rng.normal(size=n) if not values else (x + rng.integers(values, size=n)) // 2
        x, y = (np.round(column.astype(float), 9) for column in (x, y))
        row = {"x": x.tolist(), "y": y.tolist(), "spearman": {}, "kendall": {}}
        for ours, theirs in [("twoSided", "two-sided"), ("greater", "greater"), ("less", "less")]:
            rho, tau = stats.spearmanr(x, y, alternative=theirs), stats.kendalltau(x, y, alternative=theirs,
                                                                                  method="asymptotic")
            row["rho"], row["tauB"] = float(rho.statistic), float(tau.statistic)
            row["spearman"][ours], row["kendall"][ours] = float(rho.pvalue), float(tau.pvalue)
            if not values:
                exact = stats.kendalltau(x, y, alternative=theirs, method="exact")
                row.setdefault("kendallExact", {})[ours] = float(exact.pvalue)
            if n <= 6:
                for name, statistic in [("spearmanOrders", stats.spearmanr), ("kendallOrders", stats.kendalltau)]:
                    test = stats.permutation_test((y,), lambda y: statistic(x, y).statistic, alternative=theirs,
                                                  permutation_type="pairings", n_resamples=10**6)
                    row.setdefault(name, {})[ours] = float(test.pvalue)
        pairs = [(np.sign(x[i] - x[j]) * np.sign(y[i] - y[j])) for i in range(n) for j in range(i)]
        row["tauA"] = float(sum(pairs) / len(pairs))
        yield row


def blocks():
    for n, k, values in [(5, 3, 0), (4, 4, 5), (12, 4, 0), (12, 6, 4), (20, 10, 0), (8, 3, 3), (6, 20, 0)]:
        scores = rng.normal(size=(n, k)) + np.linspace(0, 1.5, k)
        scores = np.round(scores if not values else np.clip(np.floor(scores * 2), 0, values), 4)
        test = stats.friedmanchisquare(*scores.T)
        chi, p = float(test.statistic), float(test.pvalue)
        f = (n - 1) * chi / (n * (k - 1) - chi)
        nemenyi = scikit_posthocs.posthoc_nemenyi_friedman(scores).to_numpy()
        yield {"scores": scores.tolist(), "chiSquared": chi, "chiSquaredP": p, "f": f,
               "fP": float(stats.f.sf(f, k - 1, (k - 1) * (n - 1))), "w": chi / (n * (k - 1)),
               "nemenyi": nemenyi.tolist(),
               "criticalDifference": float(stats.studentized_range.isf(0.05, k, np.inf) * np.sqrt(k * (k + 1) / 12 / n))}


def tables():
    for r, k, n in [(2, 2, 40), (2, 5, 60), (3, 3, 100), (4, 7, 300), (10, 7, 535), (2, 3, 12)]:
        a = np.concatenate([np.arange(r), rng.integers(r, size=n - r)])
        b = np.where(rng.random(n) < 0.4, a % k, rng.integers(k, size=n))
        b[:k] = np.arange(k)
        counts = np.zeros((r, k), int)
        np.add.at(counts, (a, b), 1)
        chi, p, _, _ = stats.chi2_contingency(counts, correction=False)
        phi = max(0, chi / n - (r - 1) * (k - 1) / (n - 1))
        rows, columns = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
        yield {"a": a.tolist(), "b": b.tolist(), "chiSquared": float(chi), "p": float(p),
               "uncorrected": float(association(counts, method="cramer")),
               "corrected": float(np.sqrt(phi / min(rows - 1, columns - 1))),
               "mutualInformation": float(mutual_info_score(a, b))}


def families():
    for p in [rng.random(1), rng.random(2) / 10, rng.random(7) ** 3, np.round(rng.random(15) / 10, 2), rng.random(40) ** 4,
              np.array([0.0, 1, 0.05, 0.05, 1e-12])]:
        adjusted = {ours: multipletests(p, method=theirs)[1].tolist() for ours, theirs in [
            ("bonferroni", "bonferroni"), ("holm", "holm"), ("hochberg", "simes-hochberg"), ("benjaminiHochberg", "fdr_bh"),
            ("benjaminiYekutieli", "fdr_by")]}
        yield {"p": p.tolist(), "adjusted": adjusted}


out = {"correlations": correlations(), "blocks": blocks(), "tables": tables(), "families": families()}
sections = ",\n".join(f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in out.items())
with open(sys.argv[1], "w") as file:
    file.write("{\n" + sections + "\n}\n")
