# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes distributions.json: tails and quantiles that Boost.Math is held against.

Everything is computed by mpmath at 60 digits from textbook series, not by the library under test; SciPy only checks
that the series are the right ones. Runs in under a minute:

    python3 make_distributions.py > distributions.json

Made with mpmath 1.3.0 and SciPy 1.17.1.
"""
import json
import math

import mpmath as mp
from scipy import stats

mp.mp.dps = 60
SMALLEST = 1e-300


def normal_upper(x):
    return mp.erfc(x / mp.sqrt(2)) / 2


def student_upper(df, t):
    half = mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    return half if t >= 0 else 1 - half


def noncentral_lower(df, delta, t):
    """Poisson mixture of incomplete betas; a negative t is mirrored."""
    if t < 0:
        return 1 - noncentral_lower(df, -delta, -t)
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
        if j > half and abs(term) < mp.mpf(10) ** -50:
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


def main():
    out = {"normal": [], "student": [], "noncentral": [], "power": []}
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

    sections = ",\n".join(
        f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in out.items())
    print("{\n" + sections + "\n}")


if __name__ == "__main__":
    main()
