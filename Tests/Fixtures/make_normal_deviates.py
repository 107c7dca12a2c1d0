# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Normal deviates of NumPy's default_rng: bits of many, with their tails, and mixed with other draws.

usage: make_normal_deviates.py normal-deviates.json
"""
import json
import sys

import numpy as np


def fnv(values):
    """FNV-1a, 64 bits, over the little-endian bytes of the deviates."""
    h = 0xCBF29CE484222325
    for byte in np.asarray(values, "<f8").tobytes():
        h = ((h ^ byte) * 0x100000001B3) % 2**64
    return str(h)


def bits(value):
    return str(np.float64(value).view(np.uint64))


long = []
for seed in (0, 1, 20260505, 2**40 + 7):
    g = np.random.default_rng(seed)
    drawn = g.standard_normal(50_000)
    beyond = np.flatnonzero(abs(drawn) > 3.6541528853610088)
    long.append({
        "seed": seed,
        "count": len(drawn),
        "fnv": fnv(drawn),
        "beyond": [{"place": int(i), "bits": bits(drawn[i])} for i in beyond],
        "nextRaw": str(int(g.bit_generator.random_raw())),
    })

mixed = []
kinds = "nwnuhnhnnphnun" * 40
for seed in (3, 20260505):
    g = np.random.default_rng(seed)
    c = g.bit_generator.ctypes
    drawn = []
    for kind in kinds:
        if kind == "n":
            drawn.append(bits(g.standard_normal()))
        elif kind == "u":
            drawn.append(bits(g.random()))
        elif kind == "w":
            drawn.append(str(int(c.next_uint64(c.state))))
        elif kind == "h":
            drawn.append(str(int(c.next_uint32(c.state))))
        else:
            drawn.append("".join(map(str, g.permutation(7))))
    mixed.append({"seed": seed, "kinds": kinds, "drawn": drawn})

with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "long": long, "mixed": mixed}, file, indent=0)
    file.write("\n")
