# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Derives what the replay of the published speaker splits is tested with, from public facts alone.

    python make_published_splits.py PAPER STORE

PAPER is a folder with `replayed-splits.csv` (the speakers on each side), `crema-d-four-class.csv` (CREMA-D's four-class
rows) and `released/multi_seed_per_seed.csv` (the paper's released results, of which only the sizes are taken, from
github.com/thomouvic/ser-cross-ling-pub). STORE is a feature store with EmoDB, such as `Data`. Written beside this script:

    replayed-splits.csv         corpus,seed,speaker,part
    published-test-sizes.csv    corpus,classes,seed,n_test,n_test_speakers
    speaker-utterances.csv      corpus,classes,speaker,utterances

The other three corpora are balanced by design, so their speakers are counted by rule.
"""

import collections
import csv
import pathlib
import shutil
import sys

paper, store, here = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(__file__).parent
FOUR = {"angry", "happy", "neutral", "sad"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name, header, lines):
    with open(here / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


shutil.copyfile(paper / "replayed-splits.csv", here / "replayed-splits.csv")

# Three encoders, one size: the encoders share their splits.
sizes = {}
for row in rows(paper / "released" / "multi_seed_per_seed.csv"):
    if row["experiment"] not in ("rq1", "claim1_si"):
        continue
    classes = "full" if row["experiment"] == "claim1_si" else "four"
    key = (row["dataset"].removesuffix("_full"), classes, int(row["seed"]))
    value = (int(row["n_test"]), int(row["n_test_speakers"]))
    assert sizes.setdefault(key, value) == value, key
assert len(sizes) == 40
write(
    "published-test-sizes.csv",
    ["corpus", "classes", "seed", "n_test", "n_test_speakers"],
    [key + value for key, value in sorted(sizes.items())],
)

counts = []


def add(corpus, classes, speakers):
    counts.extend((corpus, classes, f"{corpus}_{speaker}", n) for speaker, n in sorted(speakers.items()))


emodb = rows(store / "corpora" / "emodb" / "utterances.csv")
add("emodb", "four", collections.Counter(row["speaker"] for row in emodb if row["emotion"] in FOUR))
add("emodb", "full", collections.Counter(row["speaker"] for row in emodb))
# RAVDESS, speech: 2 sentences x 2 repetitions x 2 intensities of each emotion, but of neutral one intensity only.
actors = [f"{actor:02}" for actor in range(1, 25)]
add("ravdess", "four", {actor: 3 * 8 + 4 for actor in actors})
add("ravdess", "full", {actor: 7 * 8 + 4 for actor in actors})
crema_d = rows(paper / "crema-d-four-class.csv")
add("crema_d", "four", collections.Counter(row["speaker"].removeprefix("crema_d_") for row in crema_d))
# ESD, Mandarin: 350 utterances of each of five emotions, of which 100 a cell were drawn.
add("esd_zh", "four", {f"{speaker:04}": 4 * 100 for speaker in range(1, 11)})
# SUBESCO: 10 sentences x 5 takes of each of seven emotions.
speakers = [f"{sex}{number:02}" for sex in "FM" for number in range(1, 11)]
add("subesco", "four", {speaker: 4 * 50 for speaker in speakers})
add("subesco", "full", {speaker: 7 * 50 for speaker in speakers})
write("speaker-utterances.csv", ["corpus", "classes", "speaker", "utterances"], counts)
