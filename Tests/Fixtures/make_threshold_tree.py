# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""threshold-tree.json: scikit-learn's DecisionTreeClassifier(max_leaf_nodes=m) on one column, on seeded data with ties."""
import json, pathlib
import numpy as np, sklearn
from sklearn.tree import DecisionTreeClassifier

cases = []
for seed in range(24):
    rng = np.random.default_rng(seed)
    n, classes, leaves = int(rng.integers(3, 160)), int(rng.integers(2, 6)), int(rng.integers(2, 13))
    # Multiples of 1/64 are exact in single precision, in which scikit-learn compares.
    values = rng.integers(0, 40 if seed % 2 else 400, n) / 64
    labels = np.where(rng.random(n) < 0.6, (values * 3).astype(int) % classes, rng.integers(0, classes, n))
    tree = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0).fit(values[:, None], labels)
    grid = np.arange(0, 410) / 64 + 1 / 128
    cases.append(dict(values=values.tolist(), labels=labels.tolist(), classes=classes, leaves=leaves,
                      impurity=float(sum(tree.tree_.impurity[i] * tree.tree_.n_node_samples[i]
                                         for i in range(tree.tree_.node_count) if tree.tree_.children_left[i] < 0)),
                      training_accuracy=float(tree.score(values[:, None], labels)), leaf_count=int(tree.get_n_leaves())))
path = pathlib.Path(__file__).with_name("threshold-tree.json")
path.write_text(json.dumps(dict(scikit_learn=sklearn.__version__, cases=cases)) + "\n")
