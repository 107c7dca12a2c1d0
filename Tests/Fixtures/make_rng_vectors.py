#!/usr/bin/env python3
# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""The generator rules that the paper's release follows, written out in plain integers and compared with NumPy 2.4.6.

usage: make_rng_vectors.py [rng-vectors.json]   (writes the vectors when a path is given)
"""
import json, random, sys
import numpy as np

M32, M64, M128 = 2**32 - 1, 2**64 - 1, 2**128 - 1

class SeedSeq:                       # entropy: one non-negative integer, padded to the pool of 4 words before a spawn key
    def __init__(s, seed, key=()):
        ent = []
        while True:
            ent.append(seed & M32); seed >>= 32
            if seed == 0: break
        if key: ent += [0] * (4 - len(ent)) + list(key)
        h = 0x43b0d7e5
        def hashmix(v):
            nonlocal h
            v = (v ^ h) & M32; h = h * 0x931e8875 & M32
            v = v * h & M32
            return v ^ (v >> 16)
        def mix(x, y):
            r = (0xca01f9dd * x - 0x4973f715 * y) & M32
            return r ^ (r >> 16)
        p = [hashmix(ent[i] if i < len(ent) else 0) for i in range(4)]
        for a in range(4):
            for b in range(4):
                if a != b: p[b] = mix(p[b], hashmix(p[a]))
        for a in range(4, len(ent)):
            for b in range(4): p[b] = mix(p[b], hashmix(ent[a]))
        s.pool = p
    def words32(s, n):
        h = 0x8b51f9dd; out = []
        for i in range(n):
            v = (s.pool[i % 4] ^ h) & M32; h = h * 0x58f38ded & M32
            v = v * h & M32
            out.append(v ^ (v >> 16))
        return out
    def words64(s, n):
        w = s.words32(2 * n)
        return [w[2*i] | w[2*i+1] << 32 for i in range(n)]

class PCG64:
    MUL = 0x2360ED051FC65DA44385DF649FCCF645
    def __init__(s, seed, key=()):
        w = SeedSeq(seed, key).words64(4)
        init, seq = w[0] << 64 | w[1], w[2] << 64 | w[3]
        s.inc = (seq << 1 | 1) & M128
        s.st = 0
        s.step(); s.st = (s.st + init) & M128; s.step()
        s.half = None
    def step(s): s.st = (s.st * s.MUL + s.inc) & M128
    def u64(s):
        s.step()
        x = (s.st >> 64) ^ (s.st & M64); r = s.st >> 122
        return (x >> r | x << (64 - r)) & M64 if r else x & M64
    def u32(s):                      # low half first, high half kept for the next call
        if s.half is not None:
            v, s.half = s.half, None; return v
        v = s.u64(); s.half = v >> 32; return v & M32
    def upto(s, top):                # uniform integer in 0...top, top < 2^32 - 1 (multiply and reject)
        if top == 0: return 0
        n = top + 1
        m = s.u32() * n; low = m & M32
        if low < n:
            t = (M32 - top) % n
            while low < t: m = s.u32() * n; low = m & M32
        return m >> 32
    def masked(s, top):              # uniform integer in 0...top: AND with the next 2^k - 1, reject above top
        if top == 0: return 0
        mask = (1 << top.bit_length()) - 1
        while True:
            v = s.u32() & mask
            if v <= top: return v
    def shuffle(s, x):               # Generator.shuffle and .permutation: the masked rule, last place first
        for i in range(len(x) - 1, 0, -1):
            j = s.masked(i); x[i], x[j] = x[j], x[i]
        return x
    def permutation(s, n): return s.shuffle(list(range(n)))
    def choice(s, n, k):             # without replacement, default order shuffling
        if n > 10000 and k > n // 50:
            ix = list(range(n))
            for i in range(n - 1, max(n - k, 1) - 1, -1):
                j = s.upto(i); ix[i], ix[j] = ix[j], ix[i]
            return ix[n - k:]
        seen, out = set(), []
        for j in range(n - k, n):
            v = s.upto(j)
            if v in seen: v = j
            seen.add(v); out.append(v)
        for i in range(k - 1, 0, -1):
            j = s.upto(i); out[i], out[j] = out[j], out[i]
        return out

def py_sample(seed, calls):          # Python's Mersenne Twister: sample k of n as a shrinking pool, calls in sequence
    r = random.Random(seed); outs = []
    for n, k in calls:
        pool, o = list(range(n)), []
        for i in range(k):
            top = n - i; b = top.bit_length(); j = r.getrandbits(b)
            while j >= top: j = r.getrandbits(b)
            o.append(pool[j]); pool[j] = pool[n - i - 1]
        outs.append(o)
    return outs

vec = {}
for seed in [20260505, 20260506, 20260507, 20260508, 20260509, 20260515, 20260605, 20262605, 0, 1, 2**40 + 7]:
    a, b = PCG64(seed), np.random.default_rng(seed)
    raw = [a.u64() for _ in range(4)]
    assert raw == b.bit_generator.random_raw(4).tolist()
    for n in (2, 10, 20, 24, 91, 115, 155, 160, 535, 1440, 7000):
        a, b = PCG64(seed), np.random.default_rng(seed)
        x, y = [str(i) for i in range(n)], [str(i) for i in range(n)]
        a.shuffle(x); b.shuffle(y); assert x == y, (seed, n)
        assert PCG64(seed).permutation(n) == np.random.default_rng(seed).permutation(n).tolist()
    for calls in ([(127, 2), (71, 2), (79, 2), (62, 2), (331, 2)], [(1271, 25)] * 4, [(5572, 2), (20000, 300), (20000, 500), (12000, 10)]):
        a, b = PCG64(seed), np.random.default_rng(seed)
        for n, k in calls: assert a.choice(n, k) == b.choice(n, size=k, replace=False).tolist(), (seed, n, k)
    a, b = PCG64(seed), np.random.default_rng(seed)
    assert [a.upto(138) for _ in range(139)] == b.integers(0, 139, size=139).tolist()
    a, b = PCG64(seed), np.random.default_rng(seed)
    uniform = [(a.u64() >> 11) * 2.0**-53 for _ in range(8)]
    assert uniform == b.random(8).tolist()
    name = tuple(b"initialization")
    a, b = PCG64(seed, name), np.random.PCG64(np.random.SeedSequence(seed, spawn_key=name))
    spawned = [a.u64() for _ in range(4)]
    assert spawned == b.random_raw(4).tolist()
    vec[str(seed)] = {"raw_u64": [str(v) for v in raw], "shuffle_10": PCG64(seed).permutation(10), "shuffle_24": PCG64(seed).permutation(24),
                      "choice_127_2_then_71_2": (lambda g: [g.choice(127, 2), g.choice(71, 2)])(PCG64(seed)),
                      "integers_below_139_first_10": (lambda g: [g.upto(138) for _ in range(10)])(PCG64(seed)),
                      "random_first_8": uniform,
                      "standard_normal_first_200": np.random.default_rng(seed).standard_normal(200).tolist(),  # NumPy's alone
                      "spawned_by_name_initialization_raw_u64_first_4": spawned}
r = random.Random(20260504); calls = [(350, 100)] * 40
assert py_sample(20260504, calls) == [r.sample(range(n), k) for n, k in calls]
vec["python_sample_20260504"] = {"calls": "40 times 100 of 350", "first_10_of_call_1": py_sample(20260504, calls)[0][:10], "first_10_of_call_40": py_sample(20260504, calls)[39][:10]}
if len(sys.argv) > 1: json.dump(vec, open(sys.argv[1], "w"), indent=1)
print("all equal; NumPy", np.__version__)
