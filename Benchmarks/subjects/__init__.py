# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""What `compare` compares, a module a subject: the options it adds, and the function that runs it."""
from .growth import growth, growth_options
from .one_pass import one_pass, one_pass_options
from .probe import probe, probe_options
from .resampling import bootstrap, bootstrap_options, permutation, permutation_options
from .rsa import rsa, rsa_options

SUBJECTS = {
    "probe": (probe_options, probe),
    "one-pass": (one_pass_options, one_pass),
    "growth": (growth_options, growth),
    "rsa": (rsa_options, rsa),
    "permutation": (permutation_options, permutation),
    "bootstrap": (bootstrap_options, bootstrap),
}
