#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes what permutation.py and bootstrap.py draw, for our side: a folder of text files, one number a line."""
import argparse, pathlib
import numpy as np

p = argparse.ArgumentParser(description=__doc__)
p.add_argument("folder", type=pathlib.Path)
for name, size in dict(exact=12, sampled=50, values=1000, speakers=36, utterances=1940).items():
    p.add_argument("--" + name, type=int, default=size)
a = p.parse_args()
a.folder.mkdir(parents=True, exist_ok=True)

def write(name, numbers):
    (a.folder / name).write_text("".join(f"{x!r}\n" for x in numbers.tolist()))

rng = np.random.default_rng(0)  # as permutation.py
write("exact.txt", rng.standard_normal(a.exact) + .3)
write("sampled.txt", rng.standard_normal(a.sampled) + .3)
rng = np.random.default_rng(0)  # as bootstrap.py
write("values.txt", rng.exponential(size=a.values))
write("speakers.txt", rng.integers(0, a.speakers, a.utterances))
write("differences.txt", (rng.random(a.utterances) < .8).astype(float) - (rng.random(a.utterances) < .75))
