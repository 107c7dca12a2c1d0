# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes noise-precision.json: precisions of noise with correlations shrunk, as rsatoolbox gives them.

    python3 make_noise_precision.py noise-precision.json

Made with rsatoolbox 0.3.2 and NumPy 2.4.6. Patterns are halves, so that every number is exact in <f4 and in the file.
"""
import json
import sys

import numpy as np
from rsatoolbox.data.noise import cov_from_residuals, prec_from_residuals

rng = np.random.default_rng(23)
rows = []
for n, d, mixing in [(24, 3, 1.0), (40, 12, 0.6), (14, 20, 0.6), (60, 6, 0.0)]:
    groups, conditions = np.arange(n) % 2, np.arange(n) // 2 % 3
    mixed = rng.normal(0, 1, (n, d)) @ (np.eye(d) + mixing * rng.normal(0, 1, (d, d)))
    scales = 4.0 ** rng.integers(-2, 3, d)
    patterns = (mixed * scales + 3 * scales * (conditions[:, None] + groups[:, None])).astype(np.float16)
    wide = patterns.astype(float)
    residuals = wide.copy()
    for g in range(2):
        for c in range(3):
            own = (groups == g) & (conditions == c)
            residuals[own] -= wide[own].mean(0)
    dof = n - 6
    full, shrunk = (cov_from_residuals(residuals, dof=dof, method=m) for m in ("full", "shrinkage_diag"))
    rows.append({
        "dimension": d, "groups": groups.tolist(), "conditions": conditions.tolist(),
        "patterns": wide.ravel().tolist(), "shrinkage": float(1 - shrunk[0, 1] / full[0, 1]),
        "precision": prec_from_residuals(residuals, dof=dof).ravel().tolist(),
    })

with open(sys.argv[-1], "w", encoding="utf-8") as file:
    json.dump(rows, file)
    file.write("\n")
