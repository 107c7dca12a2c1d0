#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""The paper's Table 3 procedure as released, in PyTorch, on a feature store: the reference that our own
as-released protocol is held against.

For each encoder, corpus and seed: four classes; the first round(0.6 s) of the shuffled speakers train;
features standardized by the training rows; a layer-weighted probe trained by Adam; its test predictions.
A cell runs on one thread, so its numbers do not depend on --threads."""
import argparse
import concurrent.futures
import csv
import hashlib
import json
import multiprocessing
import pathlib
import sys
import time

import numpy as np
import torch

CLASSES = ["angry", "happy", "neutral", "sad"]
SEEDS = [20260505, 20260506, 20260507, 20260508, 20260509]
COLUMNS = ["encoder", "corpus", "protocol", "head", "seed", "id", "emotion", "predicted"]


def four_class(store, encoder, corpus):
    """Of the rows of the four classes: features [n, L + 1, d] in float32, utterances, class numbers."""
    with open(store / "corpora" / corpus / "utterances.csv", encoding="utf-8", newline="") as file:
        utterances = list(csv.DictReader(file))
    states = np.load(store / "features" / encoder / f"{corpus}.npy", mmap_mode="r")
    if len(states) != len(utterances):
        raise SystemExit(f"{encoder}/{corpus}.npy has {len(states)} rows, utterances.csv {len(utterances)}")
    proof = store / "features" / encoder / f"{corpus}.json"
    if proof.exists() and "ids_sha256" in (stated := json.loads(proof.read_text(encoding="utf-8"))):
        ids = "".join(u["id"] + "\n" for u in utterances).encode()
        if hashlib.sha256(ids).hexdigest() != stated["ids_sha256"]:
            raise SystemExit(f"{encoder}/{corpus}.json states another order of ids than utterances.csv")
    rows = [i for i, u in enumerate(utterances) if u["emotion"] in CLASSES]
    kept = [utterances[i] for i in rows]
    classes = torch.tensor([CLASSES.index(u["emotion"]) for u in kept])
    return torch.from_numpy(states[rows].astype(np.float32)), kept, classes


def split(speakers, seed):
    """Training and test rows: of the sorted speakers, shuffled, the first round(0.6 s), at least 1, train."""
    order = sorted(set(speakers))
    np.random.default_rng(seed).shuffle(order)
    training = set(order[: max(1, round(0.6 * len(order)))])
    inside = torch.tensor([s in training for s in speakers])
    return inside.nonzero().flatten(), (~inside).nonzero().flatten()


def standardize(states, training):
    """Each (layer, dimension) by mean and standard deviation (n - 1, at least 1e-6) of the training rows."""
    seen = states[training]
    return (states - seen.mean(0)) / seen.std(0, correction=1).clamp(min=1e-6)


class Probe(torch.nn.Module):
    """A softmax-weighted sum of the layers and a head on it. `hidden` 0 is the linear head."""

    def __init__(self, layers, dimension, hidden):
        super().__init__()
        self.layer_logits = torch.nn.Parameter(torch.zeros(layers))
        if hidden:
            self.head = torch.nn.Sequential(
                torch.nn.Linear(dimension, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, len(CLASSES)))
        else:
            self.head = torch.nn.Linear(dimension, len(CLASSES))

    def forward(self, states):
        return self.head((self.layer_logits.softmax(0)[:, None] * states).sum(1))


def fit(states, classes, seed, epochs=200, hidden=0, batch=128, log=None):
    """A probe after `epochs`; float64 starts from the float32 draws. `log` takes each batch's loss."""
    torch.manual_seed(seed)
    probe = Probe(states.shape[1], states.shape[2], hidden).to(states.dtype)
    adam = torch.optim.Adam(probe.parameters(), lr=1e-3, weight_decay=1e-4, foreach=False, fused=False)
    for _ in range(epochs):
        order = torch.randperm(len(states))
        for start in range(0, len(states), batch):
            rows = order[start : start + batch]
            loss = torch.nn.functional.cross_entropy(probe(states[rows]), classes[rows])
            adam.zero_grad()
            loss.backward()
            adam.step()
            if log is not None:
                log.append(loss.item())
    return probe


def cell(store, encoder, corpus, seed, epochs, hidden, dtype):
    """One (encoder, corpus, seed): id, class and logits of each test row, in the order of utterances.csv."""
    torch.set_num_threads(1)
    states, utterances, classes = four_class(store, encoder, corpus)
    training, test = split([u["speaker"] for u in utterances], seed)
    states = standardize(states.to(getattr(torch, dtype)), training)
    probe = fit(states[training], classes[training], seed, epochs, hidden)
    with torch.no_grad():
        logits = probe(states[test])
    return [(utterances[i]["id"], int(classes[i]), row) for i, row in zip(test.tolist(), logits.numpy())]


def names(text):
    return [n for n in text.split(",") if n]


def numbers(text):
    return [int(n) for n in names(text)]


def options():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=pathlib.Path, required=True, help="the feature store")
    p.add_argument("--encoders", type=names, help="a,b (default: all, sorted)")
    p.add_argument("--corpora", type=names, help="x,y (default: all, sorted)")
    p.add_argument("--seeds", type=numbers, default=SEEDS, help="default: the paper's five")
    p.add_argument("--epochs", type=int, default=200)
    p.add_argument("--hidden", type=int, default=0, help="0: linear head; 256: the two-layer head")
    p.add_argument("--dtype", choices=["float32", "float64"], default="float32")
    p.add_argument("--output", type=pathlib.Path, required=True, help="predictions, as a CSV")
    p.add_argument("--scores", type=pathlib.Path, help="the test rows' logits, as a CSV: how near are ties")
    p.add_argument("--threads", type=int, default=2, help="cells that run at a time (default 2)")
    a = p.parse_args()
    if not (a.data / "features").is_dir() or not (a.data / "corpora").is_dir():
        p.error(f"{a.data} is no feature store: it needs the folders features and corpora")
    a.encoders = a.encoders or sorted(d.name for d in (a.data / "features").iterdir() if d.is_dir())
    a.corpora = a.corpora or sorted(d.name for d in (a.data / "corpora").iterdir() if d.is_dir())
    for file in [a.data / "features" / e / f"{c}.npy" for e in a.encoders for c in a.corpora]:
        if not file.exists():
            p.error(f"{file} does not exist; name encoders and corpora by --encoders and --corpora")
    return a


def write(file, header, rows):
    with open(file, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])


def main():
    a = options()
    began = time.perf_counter()
    keys = [(e, c, s) for e in a.encoders for c in a.corpora for s in a.seeds]
    head = f"two-layer-{a.hidden}" if a.hidden else "linear"
    predictions, scores = [], []
    with concurrent.futures.ProcessPoolExecutor(a.threads, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(cell, a.data, *key, a.epochs, a.hidden, a.dtype) for key in keys]
        for (encoder, corpus, seed), future in zip(keys, waiting):
            rows = future.result()
            for id, true, logits in rows:
                predicted = CLASSES[int(logits.argmax())]
                predictions.append([encoder, corpus, "as-released", head, seed, id, CLASSES[true], predicted])
                scores.append([encoder, corpus, seed, id, *map(str, logits)])
            right = sum(true == logits.argmax() for _, true, logits in rows) / len(rows)
            print(f"{encoder} {corpus} {seed}: {right:.4f} of {len(rows)}", file=sys.stderr, flush=True)
    write(a.output, COLUMNS, predictions)
    if a.scores:
        write(a.scores, ["encoder", "corpus", "seed", "id", *CLASSES], scores)
    print(f"{len(keys)} cells in {time.perf_counter() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
