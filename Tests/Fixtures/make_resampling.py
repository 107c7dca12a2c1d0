# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes resampling.json: bounded integers of NumPy, bootstrap intervals of SciPy, meta-summaries of statsmodels, and numbers written out here
from their definitions by matrix algebra (cluster errors, crossed effects, Mantel's correlations).

    python3 make_resampling.py > resampling.json

Made with NumPy 2.4.6, SciPy 1.17.1 and statsmodels 0.15.0.
"""
import itertools
import json
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.meta_analysis import combine_effects

rng = np.random.default_rng(11)


def integers():
    rows = []
    for seed, bound in itertools.product((0, 20260505), (1, 2, 6, 1000, 3 << 30, 1 << 32, (1 << 32) + 1, 1 << 40, 3 << 61)):
        g = np.random.default_rng(seed)
        values = g.integers(bound, size=40)
        rows.append(dict(seed=seed, bound=bound, values=values.tolist(), next=str(g.bit_generator.random_raw())))
    # The half word that is left over from an odd count is used first by the next draw.
    g = np.random.default_rng(3)
    return rows, np.concatenate([g.integers(10, size=3), g.integers(7, size=4), g.integers(1 << 40, size=2), g.integers(10, size=2)]).tolist()


STATISTICS = {
    "mean": lambda x, axis=-1: np.mean(x, axis),
    "deviation": lambda x, axis=-1: np.std(x, axis, ddof=1),
    "median": lambda x, axis=-1: np.median(x, axis),
}


def bootstraps():
    rows = []
    samples = {"exponential": rng.exponential(size=30), "normal": rng.normal(2, 1, 12), "tied": rng.integers(0, 5, 25).astype(float)}
    for (name, x), (statistic, f) in itertools.product(samples.items(), STATISTICS.items()):
        if (name, statistic) == ("tied", "deviation"):
            continue  # which of equal deviations are equal to the last bit is an accident that BCa hangs on
        row = dict(sample=name, statistic=statistic, values=x.tolist(), seed=7, resamples=499, level=0.9)
        for form in ("percentile", "basic", "BCa"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                b = stats.bootstrap((x,), f, n_resamples=499, confidence_level=0.9, method=form, rng=np.random.default_rng(7), batch=100)
            # NaN where SciPy has no interval.
            row["biasCorrected" if form == "BCa" else form] = [float(v) for v in b.confidence_interval] if np.isfinite(b.confidence_interval.low) else None
            row["error"] = float(b.standard_error)
        n = len(x)
        draws = np.random.default_rng(7).integers(0, n, (499, n))

        def jackknife(v):
            loo = np.array([f(np.delete(v, i)) for i in range(len(v))])
            return np.sqrt((len(v) - 1) / len(v) * np.sum((loo - loo.mean()) ** 2))

        if statistic != "median":
            t = np.array([(f(x[i]) - f(x)) / jackknife(x[i]) for i in draws])
            low, high = np.quantile(t, [0.05, 0.95])
            row["studentized"] = [float(f(x) - high * jackknife(x)), float(f(x) - low * jackknife(x))]
        row["jackknife"] = float(jackknife(x))
        rows.append(row)
    return rows


def cluster(values, clusters):
    """CR2 and Bell and McCaffrey's degrees of freedom for an intercept, from the matrices of their definition."""
    n, names = len(values), sorted(set(clusters))
    X, e = np.ones((n, 1)), values - values.mean()
    M = np.eye(n) - X @ X.T / n
    variance, G = 0.0, []
    for g in names:
        i = np.flatnonzero(np.array(clusters) == g)
        l, u = np.linalg.eigh(M[np.ix_(i, i)])
        A = u @ np.diag(l ** -0.5) @ u.T
        variance += (X[i].T @ A @ e[i]).item() ** 2 / n ** 2
        G.append((M[:, i] @ A @ X[i] / n)[:, 0])
    G = np.array(G)
    B = G @ G.T
    df = np.trace(B) ** 2 / np.sum(B ** 2)
    # A second opinion on the clusters' part: statsmodels' CR1 without its correction is the plain sum.
    fit = sm.OLS(values, X).fit(cov_type="cluster", cov_kwds=dict(groups=np.unique(clusters, return_inverse=True)[1], use_correction=False))
    return float(values.mean()), float(np.sqrt(variance)), float(df), float(fit.bse[0])


def clusters():
    rows = []
    for counts in ([5, 5, 5, 5], [3, 9, 4, 12, 7], [40, 2, 3, 1], [6] * 10, rng.integers(2, 20, 12).tolist()):
        names = np.repeat([f"speaker {i}" for i in range(len(counts))], counts)
        x = rng.integers(-1, 2, len(names)) + np.repeat(rng.choice([0.0, 0.5, -0.25], len(counts)), counts)
        order = rng.permutation(len(x))
        x, names = x[order], names[order].tolist()
        mean, error, df, _ = cluster(x, names)
        sums = np.array([x[np.array(names) == g].sum() for g in sorted(set(names))])
        sizes = np.array([names.count(g) for g in sorted(set(names))])
        flips = stats.permutation_test((sums,), lambda v, axis: v.sum(axis), permutation_type="samples", vectorized=True, n_resamples=np.inf)
        draws = np.random.default_rng(5).integers(0, len(sums), (300, len(sums)))
        means = sums[draws].sum(1) / sizes[draws].sum(1)
        rows.append(dict(values=x.tolist(), clusters=names, mean=mean, error=error, df=df, flips=float(flips.pvalue),
                         percentile=np.quantile(means, [0.05, 0.95]).tolist()))
    return rows


def crossed():
    rows = []
    for n in (3, 4, 5, 8):
        D = rng.normal(0.5, 1, (n, n)) + rng.normal(0, 1, (n, 1)) + rng.normal(0, 1, (1, n))
        np.fill_diagonal(D, 0)
        s, t = np.nonzero(~np.eye(n, dtype=bool))
        # Effects about 0: the last is minus the sum of the others.
        E = np.vstack([np.eye(n - 1), -np.ones(n - 1)])
        X = np.hstack([np.ones((len(s), 1)), E[s], E[t]])
        beta, rss = np.linalg.lstsq(X, D[s, t], rcond=None)[:2]
        a, b = E @ beta[1:n], E @ beta[n:]
        residual = rss.item() / (len(s) - X.shape[1])
        # The expectation of an effect's mean square at e alone, from the inverse of X'X.
        C = np.linalg.inv(X.T @ X)
        share = lambda P: np.trace(P @ C @ P.T) / (n - 1)
        Z = np.zeros((n, n - 1))
        A, B = np.hstack([np.zeros((n, 1)), E, Z]), np.hstack([np.zeros((n, 1)), Z, E])
        f = len(s) - X.shape[1]
        both = np.sum((a + b) ** 2) / (n - 1)
        language = both - share(A + B) * residual
        if language > 0:
            c1, c2 = both / n, (share(A + B) / n - 1 / (n * (n - 1))) * residual
            variance, df = c1 - c2, min(max(1, (c1 - c2) ** 2 / (c1 ** 2 / (n - 1) + c2 ** 2 / f)), f)
        else:
            variance, df = residual / (n * (n - 1)), f
        loo = [D[np.ix_(k, k)][~np.eye(n - 1, dtype=bool)].mean() for k in ([j for j in range(n) if j != i] for i in range(n))]
        rows.append(dict(n=n, values=D.ravel().tolist(), mean=D[s, t].mean(), a=a.tolist(), b=b.tolist(), residual=residual,
                         sources=max(0, np.sum(a * a) / (n - 1) - share(A) * residual),
                         targets=max(0, np.sum(b * b) / (n - 1) - share(B) * residual),
                         error=float(np.sqrt(variance)), df=float(df),
                         pseudovalues=(n * D[s, t].mean() - (n - 1) * np.array(loo)).tolist()))
    return rows


def mantel():
    rows = []
    for n, symmetric, spearman in itertools.product((4, 5, 6), (True, False), (True, False)):
        X, Y = rng.normal(size=(2, n, n)).round(1)
        Y = Y + X
        if symmetric:
            X, Y = X + X.T, Y + Y.T
        off = ~np.eye(n, dtype=bool)
        r = (lambda a, b: stats.spearmanr(a, b).statistic) if spearman else (lambda a, b: stats.pearsonr(a, b).statistic)
        observed = r(X[off], Y[off])
        null = np.array([r(X[np.ix_(p, p)][off], Y[off]) for p in map(list, itertools.permutations(range(n)))])
        g = np.random.default_rng(2)
        drawn = np.array([r(X[np.ix_(p, p)][off], Y[off]) for p in (g.permutation(n) for _ in range(99))])
        p = lambda v, add: dict(two=(np.sum(np.abs(v) >= abs(observed) - 1e-12) + add) / (len(v) + add),
                                greater=(np.sum(v >= observed - 1e-12) + add) / (len(v) + add),
                                less=(np.sum(v <= observed + 1e-12) + add) / (len(v) + add))
        rows.append(dict(n=n, spearman=spearman, x=X.ravel().tolist(), y=Y.ravel().tolist(), r=observed, exact=p(null, 0), sampled=p(drawn, 1)))
    return rows


def summaries():
    rows = []
    for k in (2, 3, 5, 10):
        for spread in (0.2, 3.0):
            se = rng.uniform(0.5, 2, k)
            y = rng.normal(1, spread, k)
            v = se ** 2
            row = dict(effects=y.tolist(), errors=se.tolist())
            squares = lambda t: np.sum((y - np.sum(y / (v + t)) / np.sum(1 / (v + t))) ** 2 / (v + t)) - (k - 1)
            pm = 0.0 if squares(0) <= 0 else optimize.brentq(squares, 0, 1e4, xtol=1e-15, rtol=1e-15)
            r = combine_effects(y, v, method_re="chi2", use_t=True)
            ci = r.conf_int(alpha=0.05)[3]
            # statsmodels keeps a negative tau squared, which we do not.
            row["dl"] = None if r.tau2 < 0 else dict(tau2=float(r.tau2), q=float(r.q), mean=float(r.mean_effect_re), error=float(r.sd_eff_w_re_hksj), low=float(ci[0]), high=float(ci[1]))
            w = 1 / (v + pm)
            m = np.sum(w * y) / w.sum()
            row["pm"] = dict(tau2=pm, q=float(r.q), mean=m, error=float(np.sqrt(np.sum(w * (y - m) ** 2) / (k - 1) / w.sum())))
            rows.append(row)
    return rows


bounded, mixed = integers()
print(json.dumps(dict(integers=bounded, mixed=mixed, bootstraps=bootstraps(), clusters=clusters(), crossed=crossed(), mantel=mantel(), summaries=summaries()),
                 default=float))
