# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes similarity.json: geometries, comparisons, ceilings and nulls as rsatoolbox, SciPy and NumPy give them.

    python3 make_similarity.py similarity.json

Made with rsatoolbox 0.3.2, SciPy 1.17.1 and NumPy 2.4.6. Nulls are gone through one by one in plain NumPy.
"""
import itertools
import json
import sys

import numpy as np
import rsatoolbox
from rsatoolbox.data import Dataset
from rsatoolbox.inference import boot_noise_ceiling
from rsatoolbox.rdm import RDMs, calc_rdm, compare
from scipy import stats

rng = np.random.default_rng(11)
UP = np.triu_indices(4, 1)


def floats(a):
    return np.asarray(a, float).ravel().tolist()


def cosine_upper(patterns):
    u = patterns / np.linalg.norm(patterns, axis=-1, keepdims=True)
    return (1 - u @ u.T)[np.triu_indices(len(patterns), 1)]


def distances():
    rows = []
    for k, d in [(3, 5), (4, 12), (6, 7)]:
        p = rng.normal(0.4, 1, (k, d))
        noise = rng.normal(0, 1, (3 * d, d))
        precision = np.linalg.inv(np.cov(noise.T))
        data = Dataset(p, obs_descriptors={"c": list(range(k))})

        def rdm(method, **more):
            return floats(calc_rdm(data, method=method, descriptor="c", **more).dissimilarities)

        folds = np.repeat(np.arange(3), 2 * k)
        conditions = np.tile(np.arange(k), 6)
        repeated = p[conditions] + rng.normal(0, 0.7, (len(conditions), d))
        # A fold with more of one condition: the others' mean is over all their patterns.
        keep = np.ones(len(conditions), bool)
        keep[0] = False
        folds, conditions, repeated = folds[keep], conditions[keep], repeated[keep]
        many = Dataset(repeated, obs_descriptors={"c": conditions.tolist(), "f": folds.tolist()})

        def crossnobis(**more):
            return floats(
                calc_rdm(many, method="crossnobis", descriptor="c", cv_descriptor="f", **more).dissimilarities)

        rows.append({
            "conditions": k, "dimension": d, "patterns": floats(p), "precision": floats(precision),
            "cosine": floats(cosine_upper(p)), "correlation": rdm("correlation"), "euclidean": rdm("euclidean"),
            "mahalanobis": rdm("mahalanobis", noise=precision),
            "repeated": floats(repeated), "repeatedConditions": conditions.tolist(), "folds": folds.tolist(),
            "crossnobis": crossnobis(), "crossnobisPrecision": crossnobis(noise=precision),
        })
    return rows


def comparisons():
    rows = []
    for k, ties in [(3, False), (4, False), (4, True), (5, True), (9, False)]:
        m = k * (k - 1) // 2
        sets = rng.uniform(0, 2, (5, m))
        if ties:
            sets = np.round(sets * 3)
        r = RDMs(sets)
        row = {"conditions": k, "matrices": [floats(s) for s in sets]}
        for name, method in [("spearman", "spearman"), ("rhoA", "rho-a"), ("tauA", "tau-a"), ("cosine", "cosine")]:
            row[name] = floats(compare(r[0], r, method=method))
            row[name + "Ceiling"] = floats(boot_noise_ceiling(r, method=method))
        row["scipy"] = [float(stats.spearmanr(sets[0], s).statistic) for s in sets]
        rows.append(row)
    return rows


def mean_rho(ranks):
    """Mean Spearman correlation over pairs of the last but one axis, of ranks without their mean."""
    r = ranks / np.linalg.norm(ranks, axis=-1, keepdims=True)
    g = r.shape[-2]
    i, j = np.triu_indices(g, 1)
    return (r @ r.swapaxes(-1, -2))[..., i, j].mean(-1)


def centered(v):
    r = stats.rankdata(v, axis=-1)
    return r - r.mean(-1, keepdims=True)


def relabelings():
    orders = np.array(list(itertools.permutations(range(4))))
    square = np.zeros((4, 4), int)
    square[UP] = square[UP[::-1]] = np.arange(6)
    entries = np.array([square[o][:, o][UP] for o in orders])  # [24, 6]
    rows = []
    for groups, ties in [(2, False), (3, False), (4, False), (4, False), (4, True), (3, True)]:
        m = rng.uniform(0, 2, (groups, 6)) + (rng.uniform(0, 2, 6) if groups == 4 else 0)
        if ties:
            m = np.round(m * 2)
        ranks = centered(m)
        observed = mean_rho(ranks)
        null = []
        for chosen in itertools.product(range(24), repeat=groups - 1):
            arranged = np.stack([ranks[0]] + [ranks[g + 1][entries[o]] for g, o in enumerate(chosen)])
            null.append(mean_rho(arranged))
        null = np.array(null)
        rows.append({
            "matrices": [floats(x) for x in m], "observed": float(observed), "atLeast": int((null >= observed - 1e-9).sum()),
            "ties": int((abs(null - observed) < 1e-9).sum()), "arrangements": len(null), "mean": float(null.mean()),
            "sd": float(null.std()),
        })
    return rows


def rankings():
    """Three groups of six ranks: 720 squared orders, with and without ties."""
    orders = np.array(list(itertools.permutations(range(6))))
    rows = []
    for ties in [False, False, True]:
        m = rng.uniform(0, 2, (3, 6))
        if ties:
            m = np.round(m * 2)
        c = centered(m)
        c /= np.linalg.norm(c, axis=1, keepdims=True)
        a, b = c[1][orders], c[2][orders]
        null = (a @ c[0])[:, None] + (b @ c[0])[None] + a @ b.T
        observed = c[0] @ c[1] + c[0] @ c[2] + c[1] @ c[2]
        rows.append({
            "matrices": [floats(x) for x in m], "observed": float(observed / 3),
            "atLeast": int((null >= observed - 1e-9).sum()), "arrangements": null.size,
            "sd": float(null.std() / 3)})
    return rows


def shuffles():
    """The released procedure on 3 groups, 4 conditions: default_rng, one permutation a group and round."""
    seed, draws, d = 20260505, 60, 37
    groups, conditions, x = [], [], []
    means = rng.normal(0, 0.6, (4, d))
    for g, n in enumerate([70, 125, 241]):
        y = np.concatenate([np.arange(4), rng.integers(0, 4, n - 4)])
        groups += [g] * n
        conditions += y.tolist()
        x.append(means[y] + rng.normal(0, 1, (n, d)) + rng.normal(0, 1.5, d))
    # Halves: every number is exact in float32 and in the file.
    x = np.concatenate(x).astype(np.float16)
    order = rng.permutation(len(x))
    groups, conditions, x = np.array(groups)[order], np.array(conditions)[order], x[order]
    wide = x.astype(float)

    def statistic(labels):
        uppers = []
        for g in range(3):
            own, y = wide[groups == g], labels[g]
            uppers.append(cosine_upper(np.stack([own[y == c].mean(0) for c in range(4)])))
        return mean_rho(centered(np.array(uppers)))

    own = [conditions[groups == g] for g in range(3)]
    stream = np.random.default_rng(seed)
    null = [statistic([stream.permutation(y) for y in own]) for _ in range(draws)]
    return {
        "seed": seed, "draws": draws, "dimension": d, "groups": groups.tolist(), "conditions": conditions.tolist(),
        "patterns": floats(wide), "observed": float(statistic(own)), "null": floats(null),
        "mean": float(np.mean(null)), "sd": float(np.std(null, ddof=1)),
    }


def alignment():
    rows = []
    for n, d, e in [(4, 3, 2), (9, 20, 5), (30, 8, 8)]:
        x = rng.normal(0.5, 1, (n, d))
        y = x[:, :min(d, e)] @ rng.normal(0, 1, (min(d, e), e)) + rng.normal(0, 1, (n, e))
        h = np.eye(n) - 1 / n
        k, l = x @ x.T, y @ y.T
        a, b = h @ k @ h, h @ l @ h
        biased = (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())

        def hsic(k, l):
            k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
            one = np.ones(n)
            return (np.trace(k @ l) + one @ k @ one * (one @ l @ one) / ((n - 1) * (n - 2))
                    - 2 / (n - 2) * (one @ k @ l @ one)) / (n * (n - 3))

        rows.append({
            "x": floats(x), "y": floats(y), "n": n, "d": d, "e": e, "biased": float(biased),
            "debiased": float(hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l)))})
    return rows


with open(sys.argv[-1], "w", encoding="utf-8") as file:
    json.dump({
        "distances": distances(), "comparisons": comparisons(), "relabelings": relabelings(), "rankings": rankings(),
        "shuffles": shuffles(), "alignment": alignment()}, file)
    file.write("\n")
