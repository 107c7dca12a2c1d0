# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Layer-weighted probes against every form of PyTorch."""
import sys

from .common import Case, alternate, built, machine, peer, ratios, shared_data, shared_epochs, side, software, table


PROBE_FORMS = ["broadcast", "einsum", "head-first", "bag", "batched", "processes", "processes-bag"]


def probe_options(p):
    for name, size in dict(n=2940, layers=13, dim=768, classes=4, batch=128, epochs=200, seeds=8).items():
        p.add_argument(f"--{name}", type=int, default=size)
    p.add_argument("--hidden", type=int, default=0, help="0: linear head; 256: the two-layer head")
    p.add_argument("--share", type=float, default=1.0, help="of the epochs that every form runs, e.g. 0.1")
    p.add_argument("--precision", choices=["half", "float", "both"], default="both", help="of our features")
    p.add_argument("--forms", default="all", help=f"of the peer: all, or some of {','.join(PROBE_FORMS)}")


def probe(a):
    """Layer-weighted probes: throughput of all seeds, on all threads."""
    forms = PROBE_FORMS if a.forms == "all" else a.forms.split(",")
    if unknown := sorted(set(forms) - set(PROBE_FORMS)):
        sys.exit(f"compare: the peer has no form {', '.join(unknown)}, but {', '.join(PROBE_FORMS)}")
    if a.hidden:
        forms = [f for f in forms if f != "head-first"]  # which only a linear head allows
    if not forms:
        sys.exit("compare: head-first is for a linear head; name other forms, or leave --hidden away")
    epochs = shared_epochs(a)
    data, shape = shared_data(a.n, a.layers, a.dim, a.classes)
    training = [
        *shape, "--batch", a.batch, "--epochs", epochs, "--seeds", a.seeds, "--hidden", a.hidden,
        "--threads", a.threads]
    binary, labels = built("probe-benchmark"), data / "labels.txt"
    once = ["--repeats", 1]  # the rounds repeat
    theirs = [peer("probe.py", f, *training, *once, "--data", data / "float.npy", torch=True) for f in forms]
    ours = [
        Case(f"ser-audit {kind}", (
            binary, *training, "--data", data / f"{kind}.npy", "--labels", labels, "--json"))
        for kind in (["half", "float"] if a.precision == "both" else [a.precision])]
    limits = bounds(a, training, ours)
    print(machine(), flush=True)
    times = alternate(theirs + ours + limits, a.rounds)
    limited = {case: times.pop(case) for case in limits}
    print(software(times))
    head = f"two-layer head ({a.hidden})" if a.hidden else "linear head"
    print(f"work     {a.seeds} probes of {a.n} x {a.layers} x {a.dim}, {a.classes} classes, {head}, "
          f"batches of {a.batch}; {a.threads} threads, {a.rounds} rounds")
    print(f"share    {epochs} of {a.epochs} epochs ({epochs / a.epochs:.3g})\n")
    scale = a.epochs / epochs / a.seeds
    rows = []
    for case, t in times.items():
        seconds = [t.median, min(t.seconds), max(t.seconds), t.median * scale]
        rows.append([side(case, ours), *(f"{x:.3f}" for x in seconds)])
    table(["form", "seconds, median", "lowest", "highest", f"a probe of {a.epochs} epochs"], rows)
    agree(theirs, ours, times)
    reach(a, epochs, ours, times, limited)
    ratios(theirs, ours, times)
    if a.hidden:
        shares(ours, times, limited)
    for case, t in zip(ours, limited.values()):  # the first of the bounds are the rows of each form
        print(f"bound {times[case].median / t.median:.2f} {case.form.removeprefix('ser-audit ')}")


def bounds(a, training, ours):
    """What the machine can do at most, measured in the same rounds: reading the rows of each of our forms and,
    for the two-layer head, products of matrices."""
    command = (built("bound"), *training)
    cases = [Case("rows", (*command, "--bytes", 2 if case.form.endswith("half") else 4), "bound") for case in ours]
    shapes = ["batch", "large"] if a.hidden else []
    return cases + [Case(shape, (*command, "--products", shape), "bound") for shape in shapes]


def reach(a, epochs, ours, times, limited):
    """Prints how near each of our forms is to the bounds."""
    print(f"\nbound: {a.threads} threads read every row once an epoch for each seed, in random order, and do nothing "
          "else;\nonly a program that trains several seeds on one reading can be faster")
    rows = []
    for case, t in zip(ours, list(limited.values())):
        seconds = times[case].median
        speed = t.said["row_bytes"] * a.n * epochs * a.seeds / t.median / 1e9
        rows.append([case.form, *(f"{x:.3f}" for x in (seconds, t.median)), f"{speed:.1f}", f"{seconds / t.median:.2f}"])
    table(["form", "seconds", "bound", "GB/s at the bound", "seconds / bound"], rows)
    if not a.hidden:
        return
    products = {case: t for case, t in limited.items() if case.form != "rows"}
    work = next(iter(products.values())).said["operations"]
    print(f"\nproducts: 6 x n x epochs x seeds x (dim x hidden + hidden x classes) = {work:.4g} operations: of each layer "
          "the output,\nthe gradient of its weights and that of its input; bound: as many in products of OpenBLAS, "
          "single precision, one a thread")
    rows = []
    for case, t in products.items():
        shape = " x ".join(str(size) for size in t.said["shape"])
        shares = [f"{100 * t.median / times[one].median:.0f} %" for one in ours]
        rows.append([f"{case.form} ({shape})", f"{t.median:.3f}", f"{work / t.median / 1e9:.1f}", *shares])
    table(["shape (m x n x k)", "bound", "GFLOP/s", *(f"{case.form} reaches" for case in ours)], rows)


def shares(ours, times, limited):
    """Closing lines of the two-layer head: of the seconds of each of our forms, how many its products would take in
    the shape of a batch, and how many these and one reading of every row after them, the joint bound."""
    reading = list(limited.values())
    products = next(t.median for case, t in limited.items() if case.form == "batch")
    for name, bound in (("products", lambda rows: products), ("joint", lambda rows: products + rows.median)):
        for case, rows in zip(ours, reading):
            print(f"{name} {100 * bound(rows) / times[case].median:.0f} % {case.form.removeprefix('ser-audit ')}: "
                  f"{bound(rows):.3f} of {times[case].median:.3f} s")


def agree(theirs, ours, times):
    """Prints every seed's last loss on both sides; ends the program where they cannot be the same work."""
    print("\nloss of the last batch, seed by seed")
    fastest = min(theirs, key=lambda case: times[case].median)
    expected = times[fastest].said["losses"]
    rows = []
    for case, t in times.items():
        losses = t.said["losses"]
        if len(losses) != len(expected):
            sys.exit(f"compare: {case.form} gives {len(losses)} losses for {len(expected)} seeds")
        farthest = max(abs(x - y) for x, y in zip(losses, expected))
        rows.append([side(case, ours), *(f"{x:.6f}" for x in losses), f"{farthest:.1e}"])
    table(["form", *map(str, range(len(expected))), "largest difference"], rows)
    # Rounding grows over thousands of steps; another order of batches or another start differs by far more.
    for case in ours:
        if not all(abs(x - y) <= 1e-3 + 0.02 * abs(y) for x, y in zip(times[case].said["losses"], expected)):
            sys.exit(f"compare: {case.form} and PyTorch end at other losses: not the same work, so no ratio")
