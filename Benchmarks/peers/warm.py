#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""usage: warm.py SCRIPT --threads N [OPTION ...]

Runs a peer's PyTorch script after one step of Adam on a tiny tensor. What PyTorch loads at its first step
(about two seconds) is then outside the peer's seconds, also where the script runs only once."""
import pathlib
import runpy
import sys

from common import threads

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help") or "--threads" not in sys.argv:
        sys.exit(__doc__)
    script, arguments = sys.argv[1], sys.argv[2:]
    threads(arguments[arguments.index("--threads") + 1])  # before torch is imported
    import torch

    tiny = torch.zeros(2, requires_grad=True)
    adam = torch.optim.Adam([tiny], fused=True)
    tiny.softmax(0)[0].backward()
    adam.step()
    sys.argv = [script, *arguments]
    sys.path[0] = str(pathlib.Path(script).parent)
    runpy.run_path(script, run_name="__main__")
