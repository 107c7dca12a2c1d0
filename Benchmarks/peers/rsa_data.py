# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Writes the data that rsa.py makes for itself, for our side: patterns.npy [n, dim] and labels.txt, group and class a row."""
import argparse
import pathlib

import numpy as np
from common import states

p = argparse.ArgumentParser(description=__doc__)
p.add_argument("folder", type=pathlib.Path)
p.add_argument("--dim", type=int, default=768)
p.add_argument("--scale", type=float, default=1.0)
a = p.parse_args()
if not (a.folder / "labels.txt").exists():
    a.folder.mkdir(parents=True, exist_ok=True)
    parts, lines = [], []
    for group, n in enumerate(int(n * a.scale) for n in (5572, 339, 4000, 4000)):
        x, y = states(n, 1, a.dim, 4, seed=n)
        parts.append(x[:, -1])
        lines += [f"{group} {label}\n" for label in y]
    # One state a row: the shape of a feature file.
    np.save(a.folder / "patterns.npy", np.ascontiguousarray(np.concatenate(parts)[:, None, :]))
    (a.folder / "labels.txt").write_text("".join(lines), encoding="utf-8")
