#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Numbers that NumPy's default_rng draws without replacement, and the next number of its stream.

usage: make_choice.py choice.json
"""
import json
import sys

import numpy as np

CASES = [(5, 0), (1, 1), (5, 5), (127, 2), (339, 100), (10_000, 300), (10_001, 200), (10_001, 201), (20_000, 20_000)]
rows = []
for seed in (0, 20260505, 1099511627783):
    for n, count in CASES:
        generator = np.random.default_rng(seed)
        drawn = generator.choice(n, count, replace=False)
        rows.append({"seed": seed, "n": n, "count": count, "first": drawn[:12].tolist(), "last": drawn[-3:].tolist(),
                     
                     "weightedSum": int(sum((i + 1) * int(v) for i, v in enumerate(drawn))), "next": float(generator.random())})
with open(sys.argv[1], "w") as file:
    json.dump(rows, file)
