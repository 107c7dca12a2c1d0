# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Sign flips and bootstraps."""
import sys

from .common import Case, HERE, PYTHON, alternate, built, machine, peer, ratios, run, software, table


def permutation_options(p):
    p.add_argument("--exact", type=int, default=12, help="pairs whose sign patterns are enumerated; ours takes at most 40")
    p.add_argument("--n", type=int, default=50, help="pairs whose sign patterns are drawn")
    p.add_argument("--resamples", type=int, default=100_000, help="patterns drawn")
    p.add_argument("--inner", type=int, default=5, help="timings in each process, after one that does not count")


def permutation(a):
    """The paired sign-flip test, exact and sampled."""
    data = resampling_data("permutation", exact=a.exact, sampled=a.n)
    common = ["--resamples", a.resamples, "--repeats", a.inner]
    command = ["--threads", a.threads, "--exact", a.exact, "--n", a.n, *common]
    ours = {kind: Case(f"ser-audit {kind}", (
        built("resampling-benchmark"), "permutation", "--data", data, *common), f"permutation {kind}")
        for kind in ("exact", "sampled")}
    theirs = {kind: [peer("permutation.py", form, *command, what=f"permutation {kind}") for form in ("scipy", "numpy")]
              for kind in ours}
    print(machine(), flush=True)
    times = alternate([*theirs["exact"], *theirs["sampled"], *ours.values()], a.rounds)
    print(software(times))
    print(f"work     exact: {a.exact} pairs; sampled: {a.n} pairs, {a.resamples} sign patterns; one thread of ours, "
          f"{a.threads} of the peer, {a.rounds} rounds of {a.inner}\n")
    small_table(times, "p")
    # Two shares of one tail, each doubled; equal where all patterns are gone through.
    ends = [(times[case].said["check"][0], times[theirs[kind][0]].said["check"]) for kind, case in ours.items()]
    if abs(ends[0][0] - ends[0][1]) > 1e-12:
        sys.exit("compare: the exact p-values differ: not the same work, so no ratio")
    if abs(ends[1][0] - ends[1][1]) > 6 * 2 * (2 * max(ends[1]) / 2 / a.resamples) ** 0.5 + 4 / a.resamples:
        sys.exit("compare: the sampled p-values differ by more than the draw: not the same work, so no ratio")
    for kind, case in ours.items():
        ratios(theirs[kind], [case], times, digits=6)


def bootstrap_options(p):
    for name, size in dict(n=1000, resamples=10_000, speakers=36, utterances=1940).items():
        p.add_argument(f"--{name}", type=int, default=size)
    p.add_argument("--inner", type=int, default=5, help="timings in each process, after one that does not count")


def bootstrap(a):
    """SciPy's BCa interval of a mean, and NumPy's cluster bootstrap over speakers."""
    data = resampling_data("bootstrap", values=a.n, speakers=a.speakers, utterances=a.utterances)
    common = ["--resamples", a.resamples, "--repeats", a.inner]
    command = (PYTHON, HERE / "peers" / "bootstrap.py", "--threads", a.threads, "--n", a.n, "--speakers", a.speakers,
               "--utterances", a.utterances, *common)
    binary = built("resampling-benchmark")
    pairs = [(Case(kind, command, "bootstrap"), Case(
        f"ser-audit {kind}", (binary, "bootstrap", "--data", data, *common), "bootstrap")) for kind in ("bca", "cluster")]
    print(machine(), flush=True)
    times = alternate([case for pair in pairs for case in pair], a.rounds)
    print(software(times))
    print(f"work     bca: mean of {a.n}; cluster: {a.utterances} utterances of {a.speakers} speakers; {a.resamples} resamples; "
          f"one thread of ours, {a.threads} of the peer, {a.rounds} rounds of {a.inner}\n")
    small_table(times, "interval")
    for theirs, ours in pairs:
        expected, found = times[theirs].said["check"], times[ours].said["check"]
        # BCa has the same draws; the clusters' are others, and the ends of their interval as uncertain as quantiles are.
        width = expected[1] - expected[0]
        allowed = 1e-9 * width if theirs.form == "bca" else 6 / a.resamples ** 0.5 * width
        if not all(abs(x - y) <= allowed for x, y in zip(found, expected)):
            sys.exit(f"compare: the intervals of {theirs.form} differ: not the same work, so no ratio")
        ratios([theirs], [ours], times, digits=6)


def resampling_data(subject, **sizes):
    """The folder with the numbers that the peer's script draws."""
    data = HERE / ".data" / "-".join([subject, *(str(size) for size in sizes.values())])
    options = [part for name, size in sizes.items() for part in (f"--{name}", size)]
    run([PYTHON, HERE / "peers" / "resampling_data.py", data, *options])
    return data


def small_table(times, check):
    rows = []
    for case, t in times.items():
        found = t.said["check"]
        found = ", ".join(f"{x:.6g}" for x in (found if isinstance(found, list) else [found]))
        seconds = [f"{x:.6f}" for x in (t.median, min(t.seconds), max(t.seconds))]
        rows.append([f"{case.what} {case.form}", *seconds, found])
    table(["form", "seconds, median", "lowest", "highest", check], rows)
