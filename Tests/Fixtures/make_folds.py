# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""Folds of scikit-learn 1.9: many sizes, classes, groups and seeds.

usage: make_folds.py folds.json

Each string has one character an utterance: its class, its group, or the fold that tests it, as a digit of base 62
(0-9, A-Z, a-z). The names that classes and groups have in a case are listed under "names", in that order, which is not
the order of their code points. A case without folds has the reason: "utterances", "classes" or "groups".
"""
import json
import string
import sys
import warnings

import numpy as np
import sklearn
from sklearn.model_selection import GroupKFold, KFold, LeaveOneGroupOut, LeavePGroupsOut, StratifiedGroupKFold, StratifiedKFold

assert sklearn.__version__.startswith("1.9."), "before 1.9 GroupKFold's ties depend on the machine"
warnings.simplefilter("ignore")
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
NAMES = ["zoe", "Zoe", "10", "9", "éva", "Anna", "anna", "straße", "strasse", "王", "Ω", "a b", "_", "-", "1", "01", "😀", "ﬀ", "Ä", "ä"]
NAMES += [f"speaker {i}" for i in range(62 - len(NAMES))]


def text(numbers):
    return "".join(DIGITS[int(i)] for i in numbers)


def reason(error):
    message = str(error)
    for name, part in (("utterances", "number of samples"), ("classes", "members in each class"), ("groups", "number of groups")):
        if part in message:
            return name
    raise error


def outcome(splitter, n, y=None, groups=None):
    try:
        fold_of_row = np.full(n, -1)
        empty = False
        for number, (train, test) in enumerate(splitter.split(np.zeros(n), y, groups)):
            assert list(train) == sorted(train) and list(test) == sorted(test)
            assert sorted([*train, *test]) == list(range(n))
            fold_of_row[np.asarray(test, dtype=int)] = number
            empty = empty or len(test) == 0
        return "empty" if empty else text(fold_of_row)
    except ValueError as error:
        return reason(error)


rng = np.random.default_rng(20260505)
cases = []


def case(labels, groups, count, states):
    n = len(labels)
    y = np.array([NAMES[i] for i in labels])
    g = np.array([NAMES[i] for i in groups])
    entry = {"labels": text(labels), "groups": text(groups), "count": count, "outcomes": []}
    for state in [None, *states]:
        options = {"n_splits": count, "shuffle": state is not None, "random_state": state}
        entry["outcomes"].append(
            {
                "state": state,
                "plain": outcome(KFold(**options), n),
                "stratified": outcome(StratifiedKFold(**options), n, y),
                "grouped": outcome(GroupKFold(**options), n, None, g),
                "stratifiedGrouped": outcome(StratifiedGroupKFold(**options), n, y, g),
            }
        )
    cases.append(entry)


for i in range(150):
    n = int(rng.integers(2, 90))
    classes = int(rng.integers(1, 12))
    group_count = int(rng.integers(1, 26))
    count = int(rng.integers(2, 13))
    names = rng.permutation(62)
    if i % 3 == 0:  # balanced by design, as acted corpora are: every group says every class equally often
        classes, group_count = int(rng.integers(2, 6)), int(rng.integers(2, 12))
        takes = int(rng.integers(1, 3))
        cells = [(c, g) for g in range(group_count) for c in range(classes) for _ in range(takes)]
        labels, groups = (np.array(v) for v in zip(*cells))
    elif i % 3 == 1:  # uneven classes, uneven groups
        labels = np.minimum(rng.geometric(0.4, n) - 1, classes - 1)
        groups = np.minimum(rng.geometric(0.15, n) - 1, group_count - 1)
    else:  # anything
        labels, groups = rng.integers(0, classes, n), rng.integers(0, group_count, n)
    case(names[labels], names[::-1][groups], count, [int(rng.integers(0, 2**32)) for _ in range(2)])
# Folds and classes past the eight at which sums are taken in parts, and groups of one utterance.
for i in range(12):
    n, classes, count = 60, [1, 9, 17][i % 3], 8 + i
    case(rng.integers(0, classes, n), rng.permutation(60) if i % 2 else rng.integers(0, 40, n), count, [i])

# Here scikit-learn leaves a fold empty, by the last bit of a sum. Names 20 to 29 are in ascending order.
case(20 + np.array([0, 1, 0, 1, 0, 0, 1, 0, 0]), 20 + np.array([2, 2, 1, 0, 1, 1, 0, 2, 3]), 4, [])
case(20 + np.array([0, 1, 1, 0, 0, 1, 0, 0, 0]), 20 + np.array([3, 5, 2, 2, 2, 5, 0, 3, 0]), 4, [])

left_out = []
for n in (2, 3, 5, 8, 12):
    groups = rng.permutation(np.resize(rng.permutation(62)[:n], 3 * n))
    g = np.array([NAMES[i] for i in groups])
    one = [text(test_row in test for test_row in range(3 * n)) for _, test in LeaveOneGroupOut().split(g, groups=g)]
    for p in range(1, n) if n < 8 else [3]:
        several = [text(row in test for row in range(3 * n)) for _, test in LeavePGroupsOut(p).split(g, groups=g)]
        left_out.append({"groups": text(groups), "speakers": n, "tested": p, "one": one, "several": several})

with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(
        {"sklearn": sklearn.__version__, "numpy": np.__version__, "names": NAMES, "cases": cases, "leftOut": left_out},
        file,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    file.write("\n")
count = {}
for c in cases:
    for o in c["outcomes"]:
        for kind in ("plain", "stratified", "grouped", "stratifiedGrouped"):
            key = (kind, o[kind] if o[kind] in ("utterances", "classes", "groups", "empty") else "folds")
            count[key] = count.get(key, 0) + 1
print(count, file=sys.stderr)
