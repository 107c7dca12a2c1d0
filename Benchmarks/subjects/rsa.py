# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Representational similarity."""
import sys

from .common import Case, HERE, PYTHON, alternate, built, machine, peer, ratios, run, side, software, table


RSA_FORMS = ["masks", "onehot-gemm"]
RSA_ALONE = {"relabelings": "exact over 13,824 relabelings", "rankings": "a million random rankings",
             "rankings-exact": "all 720^3 rankings"}


def rsa_options(p):
    for name, size in dict(dim=768, permutations=1000, batch=50).items():
        p.add_argument(f"--{name}", type=int, default=size)
    p.add_argument("--scale", type=float, default=1.0, help="of the rows: 13,911 in four groups")


def rsa(a):
    """Representational similarity: label shuffles at the paper's scale, and the exact nulls by themselves."""
    data = HERE / ".data" / f"rsa-{a.dim}-{a.scale}"
    run([PYTHON, HERE / "peers" / "rsa_data.py", data, "--dim", a.dim, "--scale", a.scale])
    work = ["--permutations", a.permutations, "--batch", a.batch, "--threads", a.threads]
    theirs = [peer("rsa.py", f, *work, "--dim", a.dim, "--scale", a.scale) for f in RSA_FORMS]
    files = ["--data", data / "patterns.npy", "--labels", data / "labels.txt"]
    binary = built("rsa-benchmark")
    ours, bound, *alone = [
        Case(f"ser-audit {form}", (binary, "--form", form, *files, *work))
        for form in ("shuffles", "bound", *RSA_ALONE)]
    print(machine(), flush=True)
    times = alternate([*theirs, ours, bound, *alone], a.rounds)
    print(software(times))
    print(f"work     {a.permutations} shuffles of the labels, {a.dim} columns, drawn before; {a.threads} threads, "
          f"{a.rounds} rounds\n")
    rows = []
    for case in (*theirs, ours):
        t = times[case]
        rows.append([side(case, [ours]).replace("PyTorch", "NumPy"),
                     *(f"{x:.4f}" for x in (t.median, min(t.seconds), max(t.seconds), *t.said["check"]))])
    table(["form", "seconds, median", "lowest", "highest", "null mean", "null SD"], rows)
    # In single precision a rank differs now and then, which moves one shuffle of a thousand a little.
    for case in theirs:
        for x, y in zip(times[case].said["check"], times[ours].said["check"]):
            if abs(x - y) > 0.002:
                sys.exit(f"compare: {case.form} has another null than ours: not the same work, so no ratio")
    share = times[bound].median / times[ours].median
    print(f"\nbound: the products of the one-hot form alone, OpenBLAS in single precision, one a thread: "
          f"{times[bound].median:.4f} s; ours does without them, {share:.2f} times as fast\n")
    table(["ours alone", "seconds, median", "p", "null SD"], [
        [said, *(f"{x:.5f}" for x in (times[case].median, *times[case].said["check"]))]
        for case, said in zip(alone, RSA_ALONE.values())])
    ratios(theirs, [ours], times)
    print(f"ratio to masks {times[theirs[0]].median / times[ours].median:.1f}")
