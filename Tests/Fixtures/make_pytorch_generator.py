# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Draws of PyTorch's CPU generator: the starts of linear layers and permutations, in the order a probe draws them.

Long arrays are kept as a hash of their bits and their first and last values.

usage: make_pytorch_generator.py pytorch-generator.json
"""
import json
import sys

import numpy as np
import torch


def fnv(data):
    """FNV-1a, 64 bits."""
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) % 2**64
    return str(h)


def floats(tensor):
    """The bit patterns of float32 values, as unsigned integers."""
    bits = tensor.detach().numpy().astype("<f4").ravel().view("<u4")
    return {"count": len(bits), "first": bits[:4].tolist(), "last": bits[-4:].tolist(), "fnv": fnv(bits.tobytes())}


def order(n):
    p = torch.randperm(n).numpy().astype("<i8")
    return {"n": n, "first": p[:8].tolist(), "fnv": fnv(p.tobytes())}


def layer(inputs, outputs):
    linear = torch.nn.Linear(inputs, outputs)
    return {"inputs": inputs, "outputs": outputs, "weight": floats(linear.weight), "bias": floats(linear.bias)}


sessions = []
for seed in range(20260505, 20260510):
    torch.manual_seed(seed)
    sessions.append(
        {
            "seed": seed,
            "layers": [layer(768, 4), layer(768, 256), layer(256, 4)],
            "orders": [order(200), order(3000), order(11794)],
        }
    )

torch.manual_seed(0)
every = [torch.nn.Linear(k, 2) for k in range(1, 1101)]
fan_in = {
    "upTo": 1100,
    "outputs": 2,
    "weight": floats(torch.cat([l.weight.ravel() for l in every])),
    "bias": floats(torch.cat([l.bias for l in every])),
}

uniforms = []
for lo, hi in ((0.0, 1.0), (-1.5, 2.25), (1e6, 1e6 + 1)):
    torch.manual_seed(7)
    uniforms.append({"from": lo, "to": hi, **floats(torch.empty(1000).uniform_(lo, hi))})

permutations = []
for n in (0, 1, 2, 3, 10, 1_000, 200_000):
    torch.manual_seed(11)
    permutations.append(order(n))

seeds = []
for seed in (0, 5489, 2**31, 2**32 - 1, 2**32 + 7, 2**64 - 1):
    torch.manual_seed(seed)
    seeds.append({"seed": str(seed), "order": torch.randperm(12).tolist()})

json.dump(
    {
        "pytorch": torch.__version__.split("+")[0],
        "sessions": sessions,
        "everyFanIn": fan_in,
        "uniforms": uniforms,
        "permutations": permutations,
        "seeds": seeds,
    },
    open(sys.argv[1], "w"),
    indent=1,
)
