# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0

"""Writes altered-numbers.json: 200 alterations of one number each of published.json, and which of them must be found.

Usage: make_altered_numbers.py published.json altered-numbers.json

An alteration must be found where another number or an exact rule contradicts it by more than rounding. The rules below
are written from scratch and are fewer than the library's: what they find, the library must find; what they do not find
it may find, or must name as held loosely or by nothing.
"""

import json
import re
import sys

import numpy as np

published = json.load(open(sys.argv[-2]))
random = np.random.default_rng(20260505)
MODELS = ["HuBERT", "WavLM", "emotion2vec_base"]
STATEMENTS = {s["id"]: s for s in published["statements"]}


def numbers(value, path):
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from numbers(item, path + [index])
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, path + [key])


def unit(path, value):
    """One unit of the last digit."""
    top = path[0]
    if top == "tables" and path[1] not in ("table1", "table2") and path[2] in ("rows", "gain"):
        return 1 if path[1] == "table8" and path[-1] == 3 else 0.001
    if top == "figures" and path[2] in ("across_pair_sd", "alpha0_emotion2vec"):
        return 0.01
    if float(value).is_integer() and top != "statements":
        return 1
    text = repr(float(value))
    if "e" in text:
        digits, power = text.split("e")
        return 10.0 ** (int(power) - (len(digits.split(".")[1]) if "." in digits and not digits.endswith(".0") else 0))
    return 10.0 ** -(0 if float(value).is_integer() else len(text.split(".")[1]))


def at(path):
    value = published
    for part in path:
        value = value[part]
    return value


def on_grid(value, n):
    k = np.arange(n + 1) / n
    return bool(np.any(np.abs(k - value) <= 0.0005 + 1e-9))


def sizes(table, corpus):
    derived = published["derived"]
    name = "four_class" if table == "tableS3" else "seven_class"
    if corpus == "EmoDB":
        return derived[f"emodb_test_sizes_{name}"]
    if corpus == "RAVDESS":
        return [derived["ravdess_test_sizes"]["four_class" if table == "tableS3" else "eight_class"]] * 5
    return None


def copies():
    """Pairs of paths that hold one number."""
    pairs = []
    for name, s in STATEMENTS.items():
        here = ["statements", name, "published"]
        table, model = s.get("table"), s.get("model")
        if re.match(r"T[34]-.*-(HuBERT|WavLM|emotion2vec_base)$", name) and s["kind"] == "mean":
            pairs.append((here, ["tables", table, "rows", s["dataset"], MODELS.index(model)]))
        if name.startswith("T6-"):
            pairs += [(here + [i], ["tables", "table6", "rows", model, i]) for i in range(2)]
        if name.startswith("T7-") and s["kind"] == "mean":
            column = published["tables"]["table7"]["K"].index(s["K"])
            pairs.append((here, ["tables", "table7", "rows", model, column]))
        if name.startswith("T7-gain"):
            pairs.append((here, ["tables", "table7", "gain", model]))
        if name.startswith(("T8-", "S2-")):
            column = published["tables"][table]["columns"].index(s["column"])
            pairs.append((here, ["tables", table, "rows", model, column]))
        if name.startswith("S1-"):
            column = published["tables"]["tableS1"]["datasets"].index(s["dataset"])
            pairs.append((here, ["tables", "tableS1", "rows", model, column]))
        if name.startswith("T4-gap"):
            pairs.append((here, ["tables", "table4", "gap_points", s["dataset"]]))
    protocol = ["protocol"]
    for i in range(5):
        seeds = protocol + ["seeds", "value", i]
        pairs += [(seeds, ["tables", t, "seeds", i]) for t in ("tableS3", "tableS4")]
    pairs += [(protocol + ["transfer", "K", i], ["tables", "table7", "K", i]) for i in range(4)]
    pairs += [(protocol + ["transfer", "K", i], ["figures", "figure1", "K", i]) for i in range(4)]
    pairs += [(protocol + ["hidden_dim", "value"], ["tables", "table2", "hidden"])]
    pairs += [(protocol + ["inlp", "W_shape", 0], protocol + ["inlp", "speakers_fit"])]
    pairs += [(protocol + ["taxonomies", c], ["tables", "table4", "classes", c]) for c in ("EmoDB", "RAVDESS", "SUBESCO")]
    pairs += [(protocol + ["transformer_layers", m], ["tables", "table2", "rows", m, 0]) for m in MODELS]
    pairs += [(protocol + ["inlp", "cap"], ["statements", "A-cap", "published"])]
    pairs += [(protocol + ["sweep", "configurations"], ["statements", "C-192", "published"])]
    pairs += [(protocol + ["thai", "records"], ["statements", "3.1-thai-records", "published"])]
    return pairs


COPIES = copies()


def sentence_prints(statement, value):
    text = statement["statement"].replace(",", "")
    printed = [float(t) for t in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)]
    return any(abs(abs(value) - p) < 1e-9 or abs(abs(value) * 100 - p) < 1e-9 for p in printed)


def must_be_found(path, old, new):
    """The rule that contradicts the new number, or None."""
    if path[0] == "derived":
        return "derived"
    for one, other in COPIES:
        if path in (one, other) and abs(new - old) > 1e-9:
            return "printed twice"
    if path[:2] in (["tables", "tableS3"], ["tables", "tableS4"]) and path[2] == "rows":
        table, corpus, model, seed = path[1], path[3], path[4], path[5]
        n = sizes(table, corpus)
        if n and not on_grid(new, n[seed]):
            return "no share of the test utterances"
        row = list(at(path[:-1]))
        row[seed] = new
        mean = published["tables"]["table3" if table == "tableS3" else "table4"]["rows"][corpus][MODELS.index(model)]
        if abs(np.mean(row) - mean) > 0.001 + 1e-9:
            return "mean of the seeds"
    if path[:3] == ["tables", "table7", "rows"] and path[-1] in (0, 3):
        return "printed twice"
    if path[0] == "protocol" and path[1] in ("n_seeds", "split_test_fraction", "hidden_states", "four_class_counts"):
        return "setting"
    if path[:2] == ["protocol", "inlp"] and path[2] in ("speakers_total", "speakers_fit", "speakers_held_out"):
        return "setting"
    if path[:2] == ["protocol", "rsa"] and path[2] in ("entries", "language_pairs", "centroids"):
        return "setting"
    if path[:2] == ["tables", "table1"] and path[-1] == 1:
        return "speakers add up to 155"
    if path[0] == "statements" and path[2] == "published":
        statement = STATEMENTS[path[1]]
        if sentence_prints(statement, old) and not sentence_prints(statement, new):
            return "its sentence"
    return None


rest = {key: value for key, value in published.items() if key not in ("statements", "derived", "paper")}
rest["statements"] = STATEMENTS
main = [p for p in numbers(rest, []) if p[0][0] != "tables" and p[0][0] != "statements"]
tables = [p for p in numbers({"tables": published["tables"]}, [])]
said = [p for p in numbers({"statements": STATEMENTS}, []) if p[0][2] == "published"]
derived = [p for p in numbers({"derived": published["derived"]}, [])]

alterations = []
for group, count in [(tables, 110), (said, 50), (main, 25), (derived, 15)]:
    for index in random.choice(len(group), size=count, replace=False):
        path, old = group[index]
        steps = int(random.choice([1, 1, 2, 3, 5, 8, 13, 21, 34])) * int(random.choice([-1, 1]))
        step = unit(path, old)
        new = round(old + steps * step, 12)
        alterations.append(
            {"path": path, "old": old, "new": new, "rule": must_be_found(path, old, new)})

with open(sys.argv[-1], "w") as file:
    json.dump({"alterations": alterations}, file, indent=0)
    file.write("\n")
print(len(alterations), sum(a["rule"] is not None for a in alterations), "must be found")
