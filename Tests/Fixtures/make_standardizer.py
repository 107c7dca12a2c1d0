# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Mean and sample deviation by NumPy of EmoDB's training rows of the first published split, whisper-tiny.

    python make_standardizer.py ../../Data standardizer.json

Made with NumPy 2.4.6, in double precision, of every 97th value of the [5, 384].
"""

import csv
import json
import pathlib
import sys

import numpy as np

store = pathlib.Path(sys.argv[1])
speakers = ["03", "09", "10", "11", "13", "16"]
with open(store / "corpora/emodb/utterances.csv", newline="", encoding="utf-8") as file:
    rows = [i for i, row in enumerate(csv.DictReader(file)) if row["speaker"] in speakers]
features = np.load(store / "features/whisper-tiny/emodb.npy")[rows].reshape(len(rows), -1).astype(np.float64)
chosen = list(range(0, features.shape[1], 97))
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump({
        "speakers": speakers,
        "rows": len(rows),
        "chosen": chosen,
        "means": features.mean(axis=0)[chosen].tolist(),
        "deviations": features.std(axis=0, ddof=1)[chosen].tolist(),
    }, file, indent=1)
    file.write("\n")
