# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes paired_tests.json: what SciPy says of the paper's per-seed scores (Table S3) and of random ones.

    python3 make_paired_tests.py > paired_tests.json

Made with NumPy 2 and SciPy 1.17.1. The corrected t is written out here (SciPy has none), with a ratio of 2/3.
"""
import itertools
import json

import numpy as np
from scipy import stats

# Table S3: seeds 20260505 to 20260509.
SCORES = {
    "EmoDB": {
        "HuBERT": [0.928, 0.946, 0.924, 0.906, 0.897],
        "WavLM": [0.942, 0.946, 0.924, 0.899, 0.923],
        "emotion2vec": [0.906, 0.905, 0.879, 0.862, 0.880],
    },
    "RAVDESS": {
        "HuBERT": [0.761, 0.807, 0.764, 0.839, 0.768],
        "WavLM": [0.789, 0.757, 0.761, 0.818, 0.768],
        "emotion2vec": [0.707, 0.732, 0.643, 0.689, 0.732],
    },
    "CREMA-D": {
        "HuBERT": [0.802, 0.840, 0.815, 0.831, 0.822],
        "WavLM": [0.815, 0.834, 0.825, 0.847, 0.812],
        "emotion2vec": [0.760, 0.788, 0.770, 0.779, 0.783],
    },
    "ESD-ZH": {
        "HuBERT": [0.876, 0.907, 0.828, 0.902, 0.818],
        "WavLM": [0.890, 0.879, 0.866, 0.871, 0.782],
        "emotion2vec": [0.785, 0.788, 0.711, 0.798, 0.698],
    },
    "SUBESCO": {
        "HuBERT": [0.876, 0.744, 0.828, 0.845, 0.823],
        "WavLM": [0.896, 0.782, 0.814, 0.839, 0.832],
        "emotion2vec": [0.844, 0.737, 0.828, 0.854, 0.811],
    },
}


def row(name, a, b):
    a, b = np.asarray(a), np.asarray(b)
    d = a - b
    t = stats.ttest_rel(a, b)
    interval = t.confidence_interval(0.95)
    corrected = d.mean() / np.sqrt(d.var(ddof=1) * (1 / len(d) + 2 / 3))
    flips = stats.permutation_test(
        (d,), lambda d, axis: d.mean(axis), permutation_type="samples", vectorized=True, n_resamples=np.inf)
    return {
        "name": name, "a": a.tolist(), "b": b.tolist(), "t": t.statistic, "p": t.pvalue,
        "interval": [interval.low, interval.high], "correctedT": corrected,
        "correctedP": 2 * stats.t.sf(abs(corrected), len(d) - 1), "signFlipP": float(flips.pvalue),
    }


rng = np.random.default_rng(1)
rows = [
    row(f"{corpus}: {a} - {b}", scores[a], scores[b])
    for corpus, scores in SCORES.items()
    for a, b in itertools.combinations(scores, 2)
]
for n in [2, 3, 8, 12, 16]:
    rows.append(row(f"random, n = {n}", rng.normal(0.3, 1, n), rng.normal(0, 1, n)))
print("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]")
