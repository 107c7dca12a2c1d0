# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes distributions.json: tails and quantiles that Boost.Math is held against.

Everything is computed by mpmath at 60 digits from textbook series, not by the library under test; SciPy only checks
that the series are the right ones. Runs in about ten minutes:

    python3 make_distributions.py > distributions.json

Made with mpmath 1.3.0 and 1.4.1, NumPy 2.4.6 and SciPy 1.17.1.
"""
import json
import math
import random

import mpmath as mp
import numpy as np
from scipy import special, stats

mp.mp.dps = 60
SMALLEST = 1e-300


def normal_upper(x):
    return mp.erfc(x / mp.sqrt(2)) / 2


def student_upper(df, t):
    half = mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return half if t >= 0 else 1 - half


def noncentral_lower(df, delta, t, last=mp.mpf(10) ** -50):
    """Poisson mixture of incomplete betas; a negative t is mirrored."""
    if t < 0:
        return 1 - noncentral_lower(df, -delta, -t, last)
    if t == 0:
        return normal_upper(delta)
    x, b = t * t / (df + t * t), df / 2
    half = delta * delta / 2

    def beta(a):
        """I_x(a, b) and what it loses when a grows by 1."""
        return mp.betainc(a, b, 0, x, regularized=True), x**a * (1 - x) ** b / (a * mp.beta(a, b))

    even, even_step = beta(mp.mpf(1) / 2)
    odd, odd_step = beta(mp.mpf(1))
    total, j = mp.mpf(0), 0
    p, q = mp.exp(-half), delta * mp.exp(-half) / (mp.sqrt(2) * mp.gamma(mp.mpf(3) / 2))
    while True:
        term = p * even + q * odd
        total += term
        if j > half and abs(term) < last:
            return normal_upper(delta) + total / 2
        even, even_step = even - even_step, even_step * x * (j + b + mp.mpf(1) / 2) / (j + mp.mpf(3) / 2)
        odd, odd_step = odd - odd_step, odd_step * x * (j + 1 + b) / (j + 2)
        j += 1
        p *= half / j
        q *= half / (j + mp.mpf(1) / 2)


def solve(function, low, high, relative=mp.mpf(10) ** -25):
    """The root of an increasing function in [low, high]."""
    while high - low > relative * max(abs(low), abs(high)):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


def student_upper_quantile(df, p):
    """Solved on a log scale: t is exp(u), p < 1/2. In the far tail SciPy's answer is no start (at times -inf)."""
    function = lambda u: mp.log(p) - mp.log(student_upper(df, mp.exp(u)))
    if p < 1e-12:
        return mp.exp(solve(function, mp.mpf(0), mp.mpf(700)))
    start = mp.log(mp.mpf(float(stats.t.isf(float(p), float(df)))))
    root = mp.findroot(function, (start, start + mp.mpf("1e-8")), solver="secant", tol=mp.mpf(10) ** -40)
    assert abs(root - start) < mp.mpf("1e-8"), (df, p, root, start)
    return mp.exp(root)


def refine(function, start):
    """The root next to SciPy's, which has to be the same to six digits."""
    start = mp.mpf(float(start))
    root = mp.findroot(function, (start, start + mp.mpf("1e-6")), solver="secant", tol=mp.mpf(10) ** -40)
    assert abs(root - start) < mp.mpf("1e-6") * (1 + abs(start)), (root, start)
    return float(root)


def beta_tails(a, b, x, y):
    """I_x(a, b) and its complement, y = 1 - x: both from the series whose terms are all positive."""
    def series(a, b, x):
        term = total = mp.mpf(1)
        n = 0
        while (a + b + n) * x > a + 1 + n or term > total * mp.mpf(10) ** -40:
            term *= (a + b + n) / (a + 1 + n) * x
            total += term
            n += 1
        front = a * mp.log(x) + b * mp.log(1 - x) - mp.log(a)
        return mp.exp(front - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)) * total

    if x < (a + 1) / (a + b + 2):
        lower = series(a, b, x)
        return lower, 1 - lower if lower > mp.mpf("0.01") or y > mp.mpf("0.9") else series(b, a, y)
    upper = series(b, a, y)
    return 1 - upper if upper > mp.mpf("0.01") or x > mp.mpf("0.9") else series(a, b, x), upper


def number(tail):
    """A tail as a Double, or None where it is too small to ask for its digits."""
    return float(tail) if tail >= SMALLEST else None


def plain_distributions(out):
    """F, chi-squared, beta and binomial: a grid, and seeded numbers over many orders of magnitude."""
    draw = random.Random(11)
    spread = lambda low, high: float(f"{math.exp(draw.uniform(math.log(low), math.log(high))):.6g}")

    cases = [(a, b, x) for a, b in [(1, 1), (0.5, 4), (10, 5), (3, 200), (150, 2), (1e4, 3)]
             for x in [1e-200, 1e-20, 0.01, 0.5, 1, 3, 40, 1e4, 1e20, 1e100]]
    cases += [(spread(0.2, 500), spread(0.2, 500), spread(1e-3, 1e3)) for _ in range(40)]
    for a, b, x in cases:
        m, n, f = mp.mpf(a), mp.mpf(b), mp.mpf(x)
        if min(f * m / n, n / (f * m)) < mp.mpf(10) ** -4 or max(a, b) < 1e3:
            lower, upper = beta_tails(m / 2, n / 2, m * f / (m * f + n), n / (m * f + n))
            density = mp.exp(m / 2 * mp.log(m * f / (m * f + n)) + n / 2 * mp.log(n / (m * f + n)) - mp.log(f)
                             + mp.loggamma((m + n) / 2) - mp.loggamma(m / 2) - mp.loggamma(n / 2))
            out["f"].append({"df": a, "df2": b, "x": x, "lower": number(lower), "upper": number(upper),
                             "density": number(density)})
            assert not abs(float(upper) - stats.f.sf(x, a, b)) > 1e-9, (a, b, x)

    cases = [(v, x) for v in [0.1, 1, 2, 4.5, 30, 1000] for x in [1e-295, 1e-250, 1e-20, 1e-3, 0.5, 3.84, 20, 100, 700, 1300]]
    cases += [(v, v * spread(0.05, 20)) for v in [spread(0.1, 3000) for _ in range(40)]]
    for v, x in cases:
        a, z = mp.mpf(v) / 2, mp.mpf(x) / 2
        lower, upper = (mp.gammainc(a, *ends, regularized=True) for ends in [(0, z), (z, mp.inf)])
        density = mp.exp((a - 1) * mp.log(z) - z - mp.loggamma(a)) / 2
        out["chiSquared"].append({"df": v, "x": x, "lower": number(lower), "upper": number(upper),
                                  "density": number(density)})

    cases = [(a, b, x) for a, b in [(1, 1), (0.05, 3), (0.5, 0.5), (12, 300), (400, 7), (5, 1e4)]
             for x in [1e-280, 1e-30, 1e-4, 0.1, 0.5, 0.75, 0.96875]]
    cases += [(spread(0.05, 500), spread(0.05, 500), round(draw.random(), 6)) for _ in range(40)]
    for a, b, x in cases:
        s, t, z = mp.mpf(a), mp.mpf(b), mp.mpf(x)
        lower, upper = beta_tails(s, t, z, 1 - z)
        density = mp.exp((s - 1) * mp.log(z) + (t - 1) * mp.log(1 - z)
                         + mp.loggamma(s + t) - mp.loggamma(s) - mp.loggamma(t))
        out["beta"].append({"df": a, "df2": b, "x": x, "lower": number(lower), "upper": number(upper),
                            "density": number(density)})

    cases = [(n, p, k) for n, p in [(1, 0.5), (10, 0.5), (40, 1e-9), (40, 0.99), (1000, 0.3), (1000, 0.5)]
             for k in sorted({0, n // 10, n // 3, n // 2, n - n // 5 - 1} & set(range(n)))]
    cases += [(n, spread(1e-6, 1), draw.randrange(n)) for n in [draw.randrange(2, 800) for _ in range(40)]]
    for n, p, k in cases:
        q = mp.mpf(p)
        mass = [mp.binomial(n, j) * q**j * (1 - q) ** (n - j) for j in range(n + 1)]
        lower, upper = mp.fsum(mass[: k + 1]), mp.fsum(mass[k + 1 :])
        out["binomial"].append({"df": n, "p": p, "x": k, "lower": number(lower), "upper": number(upper),
                                "density": number(mass[k])})


def noncentral_tails(out):
    """Tails far below what a Double's series keeps: the same mixture, at 400 digits."""
    with mp.workdps(400):
        for df, delta, t in [(df, delta, t) for df in [0.5, 1, 4, 9, 30.5, 200] for delta in [-3, 0.5, 8, 20]
                             for t in [-1e3, -10, -2.776, -0.01, 0.01, 0.5, 2.776, 40, 1e4, 1e8]] + [
                                 (4, 100, 10), (4, 100, 1e4), (30, 500, 250), (4.5, 1000, 1e5), (30, 1000, 500),
                                 (30.5, -3, 1e9), (9, 0.5, 1e31), (9, 8, -1e31)]:
            lower = noncentral_lower(mp.mpf(df), mp.mpf(delta), mp.mpf(t), mp.mpf(10) ** -390)
            out["noncentralTails"].append(
                {"df": df, "delta": delta, "t": t, "lower": number(lower), "upper": number(1 - lower)})


def range_tails(k, w):
    """P(range of k normals <= w) and > w, by quadrature over the least of them, at 30 digits."""
    with mp.workdps(30):
        tail = lambda x: mp.erfc(x / mp.sqrt(2)) / 2

        def integrate(function):
            edges = [-w / 2 + mp.mpf(d) / 2 for d in range(-24, 25)]
            term = lambda z: mp.npdf(z) * function(tail(z), tail(z + w))
            scale = term(-w / 2)  # mpmath stops at an absolute error
            return k * scale * mp.quad(lambda z: term(z) / scale, edges, method="gauss-legendre", maxdegree=5)

        upper = integrate(lambda a, b: -a ** (k - 1) * mp.expm1((k - 1) * mp.log1p(-b / a)))
        return integrate(lambda a, b: (a - b) ** (k - 1)) if upper > 0.5 else 1 - upper, upper


def studentized_range_tails(k, v, q):
    """The same over s = chi / sqrt(v), in Doubles with Gauss's rule on both axes: good to 1e-11."""
    nodes, weights = np.polynomial.legendre.leggauss(30)

    def panels(edges):
        edges = np.asarray(edges)
        half = np.diff(edges) / 2
        return (edges[:-1, None] + half[:, None] * (nodes + 1)).ravel(), (half[:, None] * weights).ravel()

    z, dz = panels(np.linspace(-12, 12, 17))

    def inner(w):
        """Both tails of the range at each w."""
        least = z - w[:, None] / 2
        a, b = (special.erfc(x / math.sqrt(2)) / 2 for x in (least, least + w[:, None]))
        height = k * dz * np.exp(-least * least / 2) / math.sqrt(2 * math.pi)
        share = np.minimum(b / np.maximum(a, 1e-320), 1)
        with np.errstate(divide="ignore"):
            above = a ** (k - 1) * -np.expm1((k - 1) * np.log1p(-share))
        return (height * np.maximum(a - b, 0) ** (k - 1)).sum(1), (height * above).sum(1)

    constant = math.log(2) + v / 2 * math.log(v / 2) - math.lgamma(v / 2)
    coarse = np.linspace(-40 / v - 30, math.log(60 / math.sqrt(v) + 3), 6000 if v < 50 else 40000)
    result = []
    for side in (0, 1):
        with np.errstate(under="ignore", divide="ignore", over="ignore"):
            term = lambda u: np.exp(constant + v * u - v / 2 * np.exp(2 * u)) * inner(q * np.exp(u))[side]
            heights = np.concatenate([term(part) for part in np.array_split(coarse, 40)])
            inside = np.flatnonzero(heights > heights.max() * 1e-17)
            u, du = panels(np.linspace(coarse[max(0, inside[0] - 1)], coarse[min(len(coarse) - 1, inside[-1] + 1)], 60))
            result.append(float(sum((term(part) * d).sum() for part, d in
                                    zip(np.array_split(u, 40), np.array_split(du, 40)))))
    lower, upper = result
    return (lower if upper > 0.5 else 1 - upper), upper  # the grid over z does not reach where the lower is near 1


def studentized_range(out):
    """Groups and degrees of freedom over their range, infinite ones and deep tails included."""
    for k in [2, 3, 5, 20, 100]:
        for q in [1e-3, 0.1, 1, 2.5, 3.5, 5, 8, 20, 50]:
            lower, upper = range_tails(k, mp.mpf(q))
            out["studentizedRange"].append({"df": k, "x": q, "lower": number(lower), "upper": number(upper)})
    for k, v, q in [(2, 0.5, 10), (2, 1, 100), (3, 1, 0.1), (3, 1, 1e5), (3, 2, 4), (3, 10, 3.5), (3, 60, 30), (4, 3, 1e4),
                    (5, 0.5, 2), (5, 12, 8), (5, 200, 0.2), (8, 40, 12), (10, 5, 0.5), (10, 20, 5), (10, 1e4, 4),
                    (20, 2, 50), (20, 30, 25), (50, 9, 1), (50, 100, 7), (100, 1, 0.5), (100, 1, 300), (100, 15, 6),
                    (100, 1e4, 3)]:
        lower, upper = studentized_range_tails(k, v, q)
        if k == 2:  # the range of two is the root of 2 times |t|
            assert abs(upper / float(2 * student_upper(mp.mpf(v), q / mp.sqrt(2))) - 1) < 1e-11, (v, q)
        # SciPy gives 0 for very large q.
        assert q > 1e3 or abs(upper - stats.studentized_range.sf(q, k, v)) < 1e-7, (k, v, q)
        out["studentizedRange"].append({"df": k, "df2": v, "x": q, "lower": lower, "upper": upper})


def main():
    out = {"normal": [], "student": [], "noncentral": [], "power": [], "f": [], "chiSquared": [], "beta": [],
           "binomial": [], "noncentralTails": [], "studentizedRange": []}
    for x in [0, 0.5, 1, 1.96, 3, 6, 8.5, 12, 20, 30, 36, 37]:
        out["normal"].append({"x": x, "upper": float(normal_upper(mp.mpf(x)))})
    for p in [0.4, 0.1, 0.025, 1e-3, 1e-6, 1e-12, 1e-30, 1e-100, 1e-200, 1e-300]:
        x = solve(lambda x: mp.log(mp.mpf(p)) - mp.log(normal_upper(x)), mp.mpf(0), mp.mpf(40))
        out["normal"].append({"p": p, "quantile": float(x)})

    for df in [0.5, 1, 2, 3, 4, 4.5, 9, 11, 29, 100, 1e4, 1e6]:
        for t in [0, 1e-8, 0.1, 0.75, 1, 2.776, 5.7, 12.7, 38, 1e3, 1e6, 1e12, 1e30, 1e75, 1e100, 1e290]:
            upper = student_upper(mp.mpf(df), mp.mpf(t))
            if upper >= SMALLEST:
                out["student"].append({"df": df, "t": t, "upper": float(upper)})
        for p in [0.4, 0.1, 0.025, 1e-3, 1e-6, 1e-12, 1e-30, 1e-100, 1e-300]:
            if -mp.log(p) / df < 660 and df <= 100:  # else beyond a Double, or slow in mpmath
                t = student_upper_quantile(mp.mpf(df), mp.mpf(p))
                out["student"].append({"df": df, "p": p, "quantile": float(t)})

    for df in [1, 2, 4, 9, 11, 30.5]:
        for delta in [-1.5, 0, 0.5, 2, 4, 8, 20]:
            for t in [-10, -2.776, -0.5, 0, 0.5, 2.776, 10, 40]:
                lower = noncentral_lower(mp.mpf(df), mp.mpf(delta), mp.mpf(t))
                assert not abs(float(lower) - float(stats.nct.cdf(t, df, delta))) > 1e-9, (df, delta, t)
                # Below 1e-30 the subtraction from 1 has used up the digits.
                lower, upper = (float(tail) if tail > 1e-30 else 0.0 for tail in (lower, 1 - lower))
                out["noncentral"].append({"df": df, "delta": delta, "t": t, "lower": lower, "upper": upper})
    for df, delta in [(1, 2), (4, 0.5), (4, 3.5), (11, -2), (30.5, 8)]:
        for p in [1e-4, 0.025, 0.2, 0.5, 0.8, 0.975, 0.9999]:
            t = refine(
                lambda t: noncentral_lower(mp.mpf(df), mp.mpf(delta), t) - mp.mpf(p), stats.nct.ppf(p, df, delta))
            out["noncentral"].append({"df": df, "delta": delta, "p": p, "quantile": t})

    # The noncentrality at which the two-sided t test on df degrees of freedom reaches a power.
    for df in [1, 2, 3, 4, 9, 11, 29]:
        for level, power in [(0.05, 0.8), (0.05, 0.9), (0.01, 0.8), (0.003, 0.5), (0.2, 0.25)]:
            critical = student_upper_quantile(mp.mpf(df), mp.mpf(level) / 2)

            def excess(delta):
                t = noncentral_lower(mp.mpf(df), delta, critical)
                return 1 - t + noncentral_lower(mp.mpf(df), delta, -critical) - mp.mpf(power)

            def by_scipy(delta):
                # SciPy's far tail is at times not a number where it is nearly 0.
                c, far = float(critical), stats.nct.cdf(-float(critical), df, float(delta))
                return float(stats.nct.sf(c, df, float(delta)) + (0 if math.isnan(far) else far)) - power

            start = solve(by_scipy, mp.mpf(0), mp.mpf(400), mp.mpf(10) ** -9)
            out["power"].append({"df": df, "level": level, "power": power, "noncentrality": refine(excess, start)})

    plain_distributions(out)
    noncentral_tails(out)
    studentized_range(out)
    sections = ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in out.items())
    print("{\n" + sections + "\n}")


if __name__ == "__main__":
    main()
