#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""The data that both sides of `compare probe` read: half.npy (<f2), float.npy (<f4, the same values widened),
labels.txt (one a line).

The labels are those that probe.py draws when it is given --data: the first draw of default_rng(0), which is
also the draw that placed the class signal in the features. So all forms train on the same numbers, and their
losses can be compared."""
import argparse
import os
import pathlib
import tempfile

import numpy as np

from common import states


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=pathlib.Path, help="made if missing; left alone if it is there")
    for name, size in dict(n=2940, layers=13, dim=768, classes=4).items():
        p.add_argument(f"--{name}", type=int, default=size)
    a = p.parse_args()
    if a.folder.exists():
        return
    features, labels = states(a.n, a.layers, a.dim, a.classes, dtype="float16")
    a.folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=a.folder.parent) as work:
        partial = pathlib.Path(work) / "data"
        partial.mkdir()
        np.save(partial / "half.npy", features.astype("<f2"))
        np.save(partial / "float.npy", features.astype("<f4"))
        _, drawn = states(a.n, a.layers, a.dim, a.classes, path=partial / "half.npy")
        assert (drawn == labels).all(), "probe.py would draw other labels"
        (partial / "labels.txt").write_text("".join(f"{k}\n" for k in drawn))
        os.rename(partial, a.folder)


if __name__ == "__main__":
    main()
