# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""What every subject uses: cases, rounds, tables, ratios."""
import json
import os
import pathlib
import platform
import shlex
import statistics
import subprocess
import sys
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent.parent
PYTHON = HERE / ".environment" / "bin" / "python"
# A machine may pin OpenBLAS to kernels below its own; users have these unset, and so has every timed program.
PINNED = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in PINNED}
# What holds each library of both sides back to AVX2 on a processor that has more: ours, OpenBLAS (ours and NumPy's),
# and of PyTorch its own kernels, oneDNN and MKL.
AVX2 = {"SER_KERNELS": "avx2", "OPENBLAS_CORETYPE": "Haswell", "ATEN_CPU_CAPABILITY": "avx2",
        "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}


class Case(NamedTuple):
    """A form of one side: a command that prints JSON lines, one of this `form` (and `what`, if given)."""
    form: str
    command: tuple
    what: str = ""


class Times(NamedTuple):
    """The rounds of one case: seconds of each, and the last JSON line."""
    seconds: list
    said: dict

    @property
    def median(self):
        return statistics.median(self.seconds)


def run(command):
    """The standard output of a command that must succeed; its standard error is passed on."""
    command = [str(c) for c in command]
    try:
        done = subprocess.run(command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=False)
    except OSError as error:
        sys.exit(f"compare: cannot run {command[0]}: {error.strerror}")
    if done.returncode:
        sys.exit(f"compare: {shlex.join(command)}: exit status {done.returncode}\n{done.stdout}".rstrip())
    return done.stdout


def line(case):
    """The case's JSON line of one run."""
    printed = [json.loads(text) for text in run(case.command).splitlines() if text.startswith("{")]
    for said in printed:
        if said["form"] == case.form and case.what in ("", said["what"]):
            return said
    sys.exit(f"compare: no line of form '{case.form}' from {shlex.join(map(str, case.command))}")


def alternate(cases, rounds):
    """Every case once a round; each round starts one further on, so that no form is always first."""
    times = {case: Times([], {}) for case in cases}
    for r in range(rounds):
        start = r % len(cases)
        for case in cases[start:] + cases[:start]:
            print(f"round {r + 1} of {rounds}: {case.what or case.form}", file=sys.stderr, flush=True)
            said = line(case)
            times[case] = Times([*times[case].seconds, said["seconds"]], said)
    return times


def peer(script, form, *options, what="", torch=False):
    """A form of a peer's script; one that trains in PyTorch takes PyTorch's first step before it is timed."""
    warm = [HERE / "peers" / "warm.py"] if torch else []
    return Case(form, (PYTHON, *warm, HERE / "peers" / script, "--form", form, *options), what)


def built(product):
    """The path of one of our executables, built in release mode."""
    if not (HERE / "Package.swift").exists():
        sys.exit("compare: Benchmarks/Package.swift is missing: nothing of ours to time")
    build = ["swift", "build", "-c", "release", "--package-path", HERE]
    print(run([*build, "--product", product]), end="", file=sys.stderr)
    return pathlib.Path(run([*build, "--show-bin-path"]).strip()) / product


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def machine():
    """Model, cores, load: one line."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            text = file.read()
        model = next(row.split(":")[1].strip() for row in text.splitlines() if row.startswith("model name"))
        if " avx512f" not in text:
            model += " (AVX2, no AVX-512)" if " avx2" in text else " (no AVX2)"
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0]
    if all(ENVIRONMENT.get(k) == v for k, v in AVX2.items()):
        model += ", both sides held back to AVX2 by " + " ".join(f"{k}={v}" for k, v in AVX2.items())
    return f"machine  {model}, {cores()} cores, {platform.system()}; load before the run {load:.2f}"


def table(header, rows):
    rows = [header, *rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    for first, *rest in rows:
        print("  ".join([first.ljust(widths[0]), *(t.rjust(w) for t, w in zip(rest, widths[1:]))]))


def software(times):
    """Versions that the peers stated, one line."""
    stated = {k: v for t in times.values() for k, v in t.said.get("versions", {}).items()}
    stated = {k: "; ".join(v) if isinstance(v, list) else v for k, v in stated.items()}
    return "peers    " + ", ".join(f"{k} {v}" for k, v in stated.items())


def side(case, ours):
    return case.form if case in ours else f"PyTorch {case.form}"


def ratios(theirs, ours, times, digits=3):
    """The closing lines."""
    fastest = min(theirs, key=lambda case: times[case].median)
    print(f"\nfastest form of the peer: {fastest.form}, {times[fastest].median:.{digits}f} s")
    for case in ours:
        ratio = times[fastest].median / times[case].median
        print(f"ratio {ratio:.2f} {case.form.removeprefix('ser-audit ')}")


def shared_epochs(a):
    """The epochs to run."""
    if not 0 < a.share <= 1:
        sys.exit("compare: --share must be above 0 and at most 1")
    return max(1, round(a.epochs * a.share))


def shared_data(n, layers, dim, classes):
    """The folder of data of this shape, made where it is missing, and the shape as options."""
    data = HERE / ".data" / f"probe-{n}x{layers}x{dim}-{classes}"
    shape = ["--n", n, "--layers", layers, "--dim", dim, "--classes", classes]
    run([PYTHON, HERE / "peers" / "shared_data.py", data, *shape])
    return data, shape
