# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""How seconds and memory grow."""
import sys

from .common import Case, alternate, built, machine, shared_data, shared_epochs, table


def growth_options(p):
    for name, size in dict(n=2000, layers=7, dim=384, seeds=2).items():
        p.add_argument(f"--{name}", type=int, default=size, help="the smallest")
    for name, size in dict(classes=4, batch=128, epochs=20).items():
        p.add_argument(f"--{name}", type=int, default=size)
    p.add_argument("--hidden", type=int, default=0, help="0: linear head; 256: the two-layer head")
    p.add_argument("--doublings", type=int, default=2, help="of each size")
    p.add_argument("--share", type=float, default=1.0, help="of the epochs that every form runs, e.g. 0.1")
    p.add_argument("--precision", choices=["half", "float"], default="half", help="of our features")


def growth(a):
    """Ours alone: seconds and memory as rows, states, dimensions and seeds double, each by itself."""
    if a.doublings < 1:
        sys.exit("compare: --doublings must be at least 1")
    epochs = shared_epochs(a)
    base = dict(n=a.n, layers=a.layers, dim=a.dim, seeds=a.seeds)
    binary, cases = built("probe-benchmark"), {}
    for name in base:
        for doubling in range(a.doublings + 1):
            sizes = {**base, name: base[name] << doubling}
            data, shape = shared_data(sizes["n"], sizes["layers"], sizes["dim"], a.classes)
            cases[name, sizes[name]] = Case(f"ser-audit {a.precision}", (
                binary, *shape, "--batch", a.batch, "--epochs", epochs, "--seeds", sizes["seeds"], "--hidden", a.hidden,
                "--threads", a.threads, "--data", data / f"{a.precision}.npy", "--labels", data / "labels.txt"))
    print(machine(), flush=True)
    times = alternate(list(dict.fromkeys(cases.values())), a.rounds)  # all sizes share the smallest
    head = f"two-layer head ({a.hidden})" if a.hidden else "linear head"
    print(f"work     {a.seeds} probes of {a.n} x {a.layers} x {a.dim}, {a.classes} classes, {head}, batches of {a.batch}, "
          f"{epochs} epochs, {a.precision}; {a.threads} threads, {a.rounds} rounds")
    print("ratio    to the row above: 2.00 is linear, 1.00 is constant; MiB: the most held, less what was at the start\n")
    rows, before = [], None
    for (name, size), case in cases.items():
        seconds = times[case].median
        held = (times[case].said["peak_bytes"] - times[case].said["peak_bytes_at_start"]) / 2**20
        ratio = [f"{x / y:.2f}" for x, y in zip((seconds, held), before)] if size > base[name] else ["", ""]
        rows.append([f"{name} {size}", f"{seconds:.3f}", ratio[0], f"{held:.1f}", ratio[1]])
        before = (seconds, held)
    table(["size", "seconds", "ratio", "MiB", "ratio"], rows)
