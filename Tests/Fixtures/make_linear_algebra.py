# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""NumPy's decompositions and solutions of small matrices; signs by the project's convention.

usage: make_linear_algebra.py linear-algebra.json
"""
import json
import sys

import numpy as np

generator = np.random.default_rng(20260505)


def matrix(a):
    a = np.asarray(a, dtype=float)
    return {"rows": a.shape[0], "columns": a.shape[1], "elements": a.ravel().tolist()}


def signs(vectors):
    """For each row: the sign of its first component that is as large as the largest, but for rounding."""
    found = []
    for v in vectors:
        large = np.flatnonzero(abs(v) >= abs(v).max() * (1 - np.finfo(float).eps ** 0.5))
        found.append(np.sign(v[large[0]]))
    return np.array(found)


cases = []
for rows, columns in ((1, 1), (1, 4), (4, 1), (2, 2), (5, 3), (3, 5), (7, 7), (12, 4)):
    a = generator.standard_normal((rows, columns))
    u, s, v = np.linalg.svd(a, full_matrices=False)
    flip = signs(u.T)
    q, r = np.linalg.qr(a)
    turn = np.where(np.diag(r) < 0, -1.0, 1.0)
    gram = a.T @ a + np.eye(columns)
    values, vectors = np.linalg.eigh(gram)
    side = generator.standard_normal((columns, 3))
    square = generator.standard_normal((columns, columns))
    cases.append({
        "matrix": matrix(a),
        "left": matrix(u * flip), "singularValues": s.tolist(), "right": matrix(flip[:, None] * v),
        "orthogonal": matrix(q * turn), "upper": matrix(turn[:, None] * r),
        "gram": matrix(gram), "eigenvalues": values.tolist(), "eigenvectors": matrix(signs(vectors.T)[:, None] * vectors.T),
        "lower": matrix(np.linalg.cholesky(gram)), "logarithmOfDeterminant": np.linalg.slogdet(gram)[1],
        "side": matrix(side), "gramSolution": matrix(np.linalg.solve(gram, side)),
        "square": matrix(square), "squareSolution": matrix(np.linalg.solve(square, side)),
    })

with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "cases": cases}, file)
    file.write("\n")
