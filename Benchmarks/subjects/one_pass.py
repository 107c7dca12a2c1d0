# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Probes that share their order of rows."""
import sys

from .common import Case, alternate, built, machine, shared_data, shared_epochs, table


def one_pass_options(p):
    for name, size in dict(n=2940, layers=13, dim=768, classes=4, batch=128, epochs=200, seeds=8).items():
        p.add_argument(f"--{name}", type=int, default=size)
    p.add_argument("--hidden", type=int, default=0, help="0: linear head; 256: the two-layer head")
    p.add_argument("--share", type=float, default=1.0, help="of the epochs that every form runs, e.g. 0.1")
    p.add_argument("--precision", choices=["half", "float", "both"], default="both", help="of our features")


def one_pass(a):
    """Ours alone: probes that share their order of rows, each trained alone and all on one pass over the rows."""
    epochs = shared_epochs(a)
    data, shape = shared_data(a.n, a.layers, a.dim, a.classes)
    training = [*shape, "--batch", a.batch, "--epochs", epochs, "--seeds", a.seeds, "--hidden", a.hidden,
                "--threads", a.threads, "--labels", data / "labels.txt"]
    binary, kinds = built("probe-benchmark"), ["half", "float"] if a.precision == "both" else [a.precision]
    pairs = {kind: [Case(f"ser-audit {kind}", (binary, *training, "--data", data / f"{kind}.npy", flag))
                    for flag in ("--one-order", "--shared")] for kind in kinds}
    print(machine(), flush=True)
    times = alternate([case for pair in pairs.values() for case in pair], a.rounds)
    print(f"work     {a.seeds} probes of {a.n} x {a.layers} x {a.dim}, {a.classes} classes, one order of rows, batches of "
          f"{a.batch}, {epochs} epochs; {a.threads} threads, {a.rounds} rounds\n")
    rows = []
    for kind, pair in pairs.items():
        for name, case in zip(("each alone", "one pass"), pair):
            seconds = times[case].seconds
            rows.append([f"{kind}, {name}", *(f"{x:.3f}" for x in (times[case].median, min(seconds), max(seconds)))])
        if times[pair[0]].said["losses"] != times[pair[1]].said["losses"]:
            sys.exit(f"compare: {kind}: probes on one pass are not what they are alone")
    table(["form", "seconds, median", "lowest", "highest"], rows)
    print()
    for kind, (alone, together) in pairs.items():
        print(f"ratio {times[alone].median / times[together].median:.2f} {kind}")
