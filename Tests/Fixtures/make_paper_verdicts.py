# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0

"""Writes paper-verdicts.json: what an independent reading of the paper's tables found for its statements.

The lists below come from a computation of its own, made from the printed tables before the library's arithmetic was
written, and shortened to one word a statement. The library's verdicts are held against them; where one says something
else, it must give a reason. Statements that no arithmetic touches are not listed.
"""

import json
import pathlib
import sys

# Come out as printed.
REPRODUCES = """
abs-rank-last-5 1-line1-third 4.1-third abs-significant-4 1-line1-gap 4.1-gap-range abs-accuracy-range
4.1-ravdess-hubert-e2v 4.1-emodb-hubert-e2v 4.1-crema-d-hubert-e2v 4.1-esd-zh-hubert-e2v T3-sd-range T3-bold
T4-bold T4-gap-EmoDB T4-gap-RAVDESS T4-gap-SUBESCO T4-sd-range 4.2-third 4.2-emodb-hubert-e2v
4.2-ravdess-hubert-e2v 4.2-wavlm-e2v 4.2-subesco-1pt 4.2-ravdess-12.8 4.2-published-gap 2.1-advantage
1-line2-wavlm-36-51 4.2-e2v-within-8 1-line2-e2v-matches 4.2-weakest-random B-mean 4.2-head-mean 4.3-gap-base
4.3-gap-wavlm 1-line3-sd abs-zero-shot-gap 4.4-zero-shot 1-line4-gap abs-few-shot-gap F1-gap T7-gain-HuBERT
T7-gain-WavLM T7-gain-emotion2vec_base 1-line4-gain 4.4-in-language 4.4-three-quarters 5-three-quarters
4.4-seven-tenths 4.4-smaller-fraction abs-few-shot-accuracy 1-low-resource 1-inlp-loss 4.5-drop 4.5-holdout-drop
4.5-lang-dataset 4.5-third 4.5-swap A-chance A-chance-holdout A-utterances 2.3-speakers 3.5-93-62
3.1-no-target-class 3.6-same-split abs-thai-plus 4.3-weakest 4.3-order abs-inlp-order 4.1-sd-overlap
4.2-cv-e2v-best 4.2-wavlm-vs-published 4.2-published-e2v-wavlm 4.4-converge 4.5-orthogonal 4.5-above-chance
C-emobox D-range D-pair-not-distinguishable S2-HuBERT-mean_rho S2-WavLM-mean_rho S2-emotion2vec_base-mean_rho D-p
D-null-sd D-dezh D-dezh-p D-bonf6 F-trails-every-seed F-20260506 F-largest-swing
""".split()

# True, but the words are loose.
LOOSE = """
4.1-hubert-wavlm 4.4-larger-K 4.4-gain-compare 5-third-by-ten C-base-plus 1-match-or-outperform
""".split()

# Come out only because of rounding, or of cutting digits.
WITHIN = """
4.1-wavlm-e2v 4.1-subesco 5-88-96 4.3-gap-hubert
""".split()

# No unrounded values give them, in whole or in part; or they contradict themselves.
DOES_NOT = """
1-gap-every-dataset 4.1-mean-diff 1-line2-last-both 6-preserve-ranking 5-same-ranking 4.2-subesco-tied
1-claim-25-45 4.2-one-cell 5-obscures B-within-3 4.2-head-3 1-line3-thai 4.3-sd-range 4.3-sigma A-threshold
A-iterations A-to-chance 3.5-to-chance A-rank A-multinomial 3.1-table1-esd 3.1-families 3.4-shots D-bonf3
4.5-layer0-most 1-layer-most F-swing-together
""".split()

# Something that is not printed, a correlation over folds, say, could give them.
POSSIBLE = """
4.2-cv-emodb-hubert-e2v 4.2-cv-emodb-wavlm-e2v 4.2-cv-ravdess-hubert-e2v 4.2-cv-ravdess-wavlm-e2v
4.2-cv-subesco-hubert-e2v 4.2-cv-subesco-wavlm-e2v 4.4-pairs-hubert-e2v 4.4-pairs-wavlm-e2v 4.4-pairs-hubert-wavlm
4.2-cv-hubert-wavlm 4.4-pairs-smallest E-alpha0
""".split()

# What would show them was not computed.
NOT_SHOWN = """
4.1-subesco-tie 3.5-shortcut
""".split()

# The numbers behind them are not printed.
NOT_CHECKABLE = """
C-192 4.4-no-inversion 4.4-sd-K0 4.4-sd-K100 E-argmax-general E-argmax-e2v C-every-setting C-subesco-6 C-thin
C-25-45-none 4.2-192 4.2-not-load-bearing 4.4-not-easy-pairs D-indistinguishable F-harder-splits
""".split()

# The means of Tables 3 and 4 by cell: all come out, one of them only within rounding.
MODELS = ["HuBERT", "WavLM", "emotion2vec_base"]
MEANS = [f"T3-{c}-{m}" for c in ["EmoDB", "RAVDESS", "CREMA-D", "ESD-ZH", "SUBESCO"] for m in MODELS]
MEANS += [f"T4-{c}-{m}" for c in ["EmoDB", "RAVDESS", "SUBESCO"] for m in MODELS]

verdicts = {
    "reproduces": REPRODUCES + [m for m in MEANS if m != "T4-SUBESCO-WavLM"],
    "loose": LOOSE,
    "within rounding": WITHIN + ["T4-SUBESCO-WavLM"],
    "does not reproduce": DOES_NOT,
    "possible": POSSIBLE,
    "not shown": NOT_SHOWN,
    "not checkable": NOT_CHECKABLE,
}
named = [name for names in verdicts.values() for name in names]
assert len(named) == len(set(named))
pathlib.Path(sys.argv[-1]).write_text(json.dumps(verdicts, indent=1) + "\n")
