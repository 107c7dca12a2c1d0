# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Scores of random predictions by scikit-learn, classes absent from truth, predictions or both among them.

    python make_metrics.py metrics.json

Made with scikit-learn 1.9.1 and NumPy 2.4.6.
"""

import json
import sys
import warnings

import numpy as np
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, f1_score

warnings.simplefilter("ignore")  # of predicted classes that are never true
generator = np.random.default_rng(20260505)
cases = []
for classes in (1, 2, 3, 4, 6, 8):
    for n in (1, 5, 23, 60):
        seen = generator.integers(0, classes, size=max(1, classes - 1))  # leaves at least one out, as a rule
        truth = generator.choice(seen, size=n)
        predicted = np.where(generator.random(n) < 0.6, truth, generator.integers(0, classes, size=n))
        cases.append({
            "classes": classes,
            "truth": truth.tolist(),
            "predicted": predicted.tolist(),
            "counts": confusion_matrix(truth, predicted, labels=range(classes)).ravel().tolist(),
            "accuracy": accuracy_score(truth, predicted),
            "balancedAccuracy": balanced_accuracy_score(truth, predicted),
            "macroF1": f1_score(truth, predicted, average="macro", zero_division=0),
            "weightedF1": f1_score(truth, predicted, average="weighted", zero_division=0),
        })
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
