# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Draws of NumPy that rng-vectors.json leaves out: spawn keys, 64-bit seeds, mixed word sizes, long permutations.

usage: make_numpy_generator.py numpy-generator.json
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


entropies = [0, 1, 20260505, 2**32 - 1, 2**32, 2**40 + 7, 2**64 - 1]
keys = [[], [0], [1, 2, 3], [2**32 - 1], list(range(20))]
words = [
    {"entropy": str(e), "spawnKey": k, "words": np.random.SeedSequence(e, spawn_key=k).generate_state(10).tolist()}
    for e in entropies
    for k in keys
]

names = [
    {"seed": s, "name": n, "raw": [str(v) for v in np.random.PCG64(np.random.SeedSequence(s, spawn_key=n.encode())).random_raw(3).tolist()]}
    for s in (0, 20260505)
    for n in ("a", "initialization", "order/größe", "批次", "a rather long name of a stream that does not fit the pool")
]

# The width of each request in turn; 32-bit words come from NumPy's own interface to the bit generator.
widths = [32, 64, 32, 32, 64, 64, 32, 64, 32, 32]
mixed = []
for seed in (3, 20260505):
    bits = np.random.PCG64(seed)
    c = bits.ctypes
    drawn = [str(int((c.next_uint32 if w == 32 else c.next_uint64)(c.state))) for w in widths]
    mixed.append({"seed": seed, "widths": widths, "words": drawn})

permutations = []
for seed in (0, 20260505, 20260509):
    for n in (0, 1, 2, 3, 17, 65_536, 65_537):
        g = np.random.default_rng(seed)
        permutations.append({"seed": seed, "n": n, "fnv": fnv(g.permutation(n)), "nextRaw": str(int(g.bit_generator.random_raw()))})

# RandomState over PCG64 draws bounded integers by the rule of the shuffles: masks and rejection.
intervals = [
    {"seed": seed, "top": str(top), "values": [str(v) for v in np.random.RandomState(np.random.PCG64(seed)).randint(0, top + 1, size=12, dtype=np.uint64).tolist()]}
    for seed in (3, 20260505)
    for top in (1, 2**31, 2**32 - 2, 2**32, 2**40, 2**63 + 5)
]

json.dump(
    {"numpy": np.__version__, "seedSequence": words, "streams": names, "mixedWidths": mixed, "permutations": permutations, "intervals": intervals},
    open(sys.argv[1], "w"),
    ensure_ascii=False,
    indent=1,
)
