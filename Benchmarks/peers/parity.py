#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""The parity fixture: parameters of the released probe after a few epochs in PyTorch, EmoDB in four classes,
whisper-tiny.

Linear head, 20 epochs, float32 and float64 side by side; two-layer head (256), 5 epochs, float64, its hidden
weights as their sum and first 64 values. parity.json says what is what and holds the loss of every batch."""
import argparse
import json
import pathlib

import numpy as np
import torch

from as_released import CLASSES, Probe, fit, four_class, split, standardize

ENCODER, CORPUS, SEED = "whisper-tiny", "emodb", 20260505
WHOLE, FIRST = 4096, 64  # a tensor of more values is kept as its sum and its first ones
NAMES = {"head.0.": "hidden.", "head.2.": "output.", "head.": ""}


def plain(name):
    """A parameter's name in the fixture: layer-logits, weight, bias, hidden-weight, ..."""
    for ours, theirs in NAMES.items():
        name = name.replace(ours, theirs)
    return name.replace(".", "-").replace("_", "-")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=pathlib.Path, required=True, help="the feature store")
    p.add_argument("--output", type=pathlib.Path, required=True, help="the folder to write")
    a = p.parse_args()
    a.output.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    features, utterances, classes = four_class(a.data, ENCODER, CORPUS)
    training, test = split([u["speaker"] for u in utterances], SEED)
    torch.manual_seed(SEED)
    drawn = Probe(features.shape[1], features.shape[2], 0)
    order = torch.randperm(len(training))
    note = {
        "encoder": ENCODER,
        "corpus": CORPUS,
        "seed": SEED,
        "classes": CLASSES,
        "torch": torch.__version__,
        "training_rows": len(training),
        "test_rows": len(test),
        "training_speakers": sorted({utterances[i]["speaker"] for i in training.tolist()}),
        "linear_start": {
            "weight_first": drawn.head.weight.flatten()[:FIRST].tolist(), "bias": drawn.head.bias.tolist()},
        "linear_first_order": order.tolist(),
        "runs": {},
    }
    for head, hidden, epochs, dtype, short in [
        ("linear", 0, 20, torch.float32, "f4"), ("linear", 0, 20, torch.float64, "f8"),
        ("two-layer-256", 256, 5, torch.float64, "f8"),
    ]:
        states, losses = standardize(features.to(dtype), training), []
        probe = fit(states[training], classes[training], SEED, epochs, hidden, log=losses)
        run = note["runs"][f"{head}-{short}"] = {"epochs": epochs, "batch_losses": losses, "tensors": {}}
        with torch.no_grad():
            tensors = {plain(name): t.detach() for name, t in probe.named_parameters()}
            tensors["test-logits"] = probe(states[test])
        for name, t in tensors.items():
            whole = t.numel() <= WHOLE
            kept = t if whole else t.flatten()[:FIRST]
            file = f"{head}-{short}-{name}.npy"
            np.save(a.output / file, np.ascontiguousarray(kept.numpy(), dtype="<" + short))
            run["tensors"][name] = {
                "file": file, "shape": list(t.shape), "whole": whole, "sum": t.double().sum().item()}
    (a.output / "parity.json").write_text(json.dumps(note) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
