# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Draws of NumPy's legacy RandomState.

usage: make_numpy_legacy_generator.py numpy-legacy-generator.json
"""
import json
import sys

import numpy as np


def fnv(array):
    """FNV-1a, 64 bits, over the little-endian bytes of the values as 64-bit integers."""
    h = 0xCBF29CE484222325
    for byte in np.asarray(array).astype("<i8").tobytes():
        h = ((h ^ byte) * 0x100000001B3) % 2**64
    return str(h)


def word(state):
    return int(state.randint(0, 2**32, dtype=np.uint32))


seeds = [0, 1, 42, 20260505, 2**31, 2**32 - 1]

words = [{"seed": s, "words": [word(r) for r in [np.random.RandomState(s)] for _ in range(700)][-80:]} for s in seeds]

permutations = []
for seed in seeds:
    for n in (0, 1, 2, 3, 10, 97, 535, 65_537):
        state = np.random.RandomState(seed)
        permutations.append({"seed": seed, "n": n, "fnv": fnv(state.permutation(n)), "next": word(state)})

# One generator, arrays and lists in turn: what is left of the stream shows in the next one.
shuffles = []
for seed in seeds:
    state = np.random.RandomState(seed)
    results = []
    for n in (5, 12, 1, 0, 7):
        values = np.arange(n) if n % 2 else list(range(n))
        state.shuffle(values)
        results.append([int(v) for v in values])
    shuffles.append({"seed": seed, "results": results})

# 2^31 - 2 is what scikit-learn draws seeds from.
intervals = []
for seed in (0, 20260505):
    for top in (1, 6, 2**31 - 2, 2**31, 2**32 - 2, 2**32, 2**40, 2**63 + 5):
        state = np.random.RandomState(seed)
        values = state.randint(0, top + 1, size=12, dtype=np.uint64)
        intervals.append({"seed": seed, "top": str(top), "values": [str(int(v)) for v in values]})

with open(sys.argv[1], "w") as file:
    json.dump(
        {"numpy": np.__version__, "words": words, "permutations": permutations, "shuffles": shuffles, "intervals": intervals},
        file,
    )
    file.write("\n")
