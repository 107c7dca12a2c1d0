# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""The ten random folds of the paper's Table 5, which test each utterance once.

usage: make_replayed_folds.py PAPER replayed-folds.csv

PAPER is a folder with the paper's replayed folds, `replayed-folds.csv`: corpus,row,file,fold, one utterance a row. Written
is one corpus a row: corpus,utterances,fold_of_row with one digit an utterance, the number of the fold that tests it.
"""
import csv
import pathlib
import sys

folds = {}
with open(pathlib.Path(sys.argv[1]) / "replayed-folds.csv", newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        digits = folds.setdefault(row["corpus"].removesuffix("_full"), [])
        assert int(row["row"]) == len(digits) and len(row["fold"]) == 1
        digits.append(row["fold"])

with open(sys.argv[2], "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["corpus", "utterances", "fold_of_row"])
    for corpus, digits in folds.items():
        writer.writerow([corpus, len(digits), "".join(digits)])
