# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0

"""Writes noncentral-far.json: tails of the noncentral t distribution past a noncentrality of 200.

By mpmath, as the integral over s = chi/sqrt(v) of its density times the normal tail of t s - d, in pieces around where the
normal tail falls and where the density lies. Run it in this folder.
"""

import json

import mpmath as mp

mp.mp.dps = 40


def tails(v, d, t):
    v, d, t = mp.mpf(v), mp.mpf(d), mp.mpf(t)

    def density(s):
        return mp.exp(
            mp.log(2) + v / 2 * mp.log(v / 2) - mp.loggamma(v / 2) + (v - 1) * mp.log(s) - v * s * s / 2)

    step = d / t
    cuts = [step + k / t for k in (-40, -20, -10, -5, 0, 5, 10, 20, 40)]
    cuts += [1 + k / mp.sqrt(2 * v) for k in (-30, -10, -5, -2, 0, 2, 5, 10, 30, 60)]
    cuts = [mp.mpf("1e-30")] + sorted(c for c in cuts if c > mp.mpf("1e-30"))
    upper = mp.quad(lambda s: density(s) * mp.ncdf(d - t * s), cuts)
    lower = mp.quad(lambda s: density(s) * mp.ncdf(t * s - d), cuts)
    return float(lower), float(upper)


rows = []
for v, d, t in [
    (1, 201, 150), (1, 20952, 6366), (1, 40000, 3e6), (2, 300, 500), (3, 5000, 4000), (5, 250, 9000),
    (10, 1000, 1100), (50, 1000, 900), (200, 400, 390), (200, 400, 60), (1000, 5000, 5100), (100000, 300, 301),
]:
    lower, upper = tails(v, d, t)
    rows.append({"df": v, "delta": d, "t": t, "lower": lower, "upper": upper})
with open("noncentral-far.json", "w") as file:
    json.dump(rows, file, indent=1)
    file.write("\n")
