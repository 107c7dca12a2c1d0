// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Part of variant.h: the passes over the rows that scores and gradient share.

/// The sums of the 16 lanes of `block` classes, in the one order that every variant keeps: the upper half
/// onto the lower, four times. The last two times work on four classes at once, turned so that a register has
/// one of each.
TARGET INLINE void NAME(tree_sums)(const float *lanes, const int block, float *sums) {
  typedef float quad __attribute__((vector_size(16), aligned(4)));
  quad a[BLOCK] = {{0}};
  for (int k = 0; k < block; k++) {
    const quad *own = (const quad *)(lanes + k * SER_LANES);
    a[k] = (own[0] + own[2]) + (own[1] + own[3]);
  }
  const quad low01 = __builtin_shufflevector(a[0], a[1], 0, 4, 1, 5);
  const quad low23 = __builtin_shufflevector(a[2], a[3], 0, 4, 1, 5);
  const quad high01 = __builtin_shufflevector(a[0], a[1], 2, 6, 3, 7);
  const quad high23 = __builtin_shufflevector(a[2], a[3], 2, 6, 3, 7);
  const quad pairs01 = low01 + high01, pairs23 = low23 + high23;
  const quad total = __builtin_shufflevector(pairs01, pairs23, 0, 1, 4, 5) +
                     __builtin_shufflevector(pairs01, pairs23, 2, 3, 6, 7);
  memcpy(sums, &total, block * sizeof(float));
}

/// Sixteen columns, or as many of them as a register holds, of one layer of `members` rows: onto the
/// representation, unless it is NULL, and onto the sums of `block` classes. `weight` is [block][padded], `z`
/// [members][padded].
TARGET INLINE void NAME(columns)(const void *const *x, const int half, const int members, const int block,
                                 const size_t d, const size_t padded, const float *center, const float *scale,
                                 const float *weight, const float share, float *z,
                                 FLOATS sums[GROUP][BLOCK]) {
  const FLOATS c = CONST_AT(center + d), s = CONST_AT(scale + d);
  FLOATS t[GROUP];
  for (int g = 0; g < members; g++) {
    t[g] = (LOAD(x[g], d) - c) * s;
    if (z) {
      float *own = z + g * padded + d;
      AT(own) = __builtin_elementwise_fma(t[g], SPLAT(share), AT(own));
    }
  }
  for (int k = 0; k < block; k++) {
    const FLOATS w = CONST_AT(weight + k * padded + d);
    for (int g = 0; g < members; g++) sums[g][k] = __builtin_elementwise_fma(t[g], w, sums[g][k]);
  }
}

/// Asks for what comes later, while the 32 columns from `d` on are worked at: the same columns of the `next`
/// rows for the second-level cache, a line once; and of these rows the columns 256 further on for the
/// first-level cache, for which the processor by itself asks too late. Each pass over the columns asks for a
/// share of the rows.
TARGET INLINE void NAME(ask_ahead)(const void *const *x, const void *const *next, const int half,
                                   const int members, const int pass, const size_t d) {
  const size_t size = half ? 2 : 4;
  for (int g = pass; g < members; g += PASSES)
    for (size_t line = 0; line < size / 2; line++)
      __builtin_prefetch((const char *)next[g] + d * size + line * 64, 0, 2);
  // Halves in narrow registers are slow enough for the processor's own requests: more of them cost a tenth.
  if (half && PASSES > 1) return;
  for (int g = (pass + 1) % PASSES; g < members; g += PASSES)
    for (size_t line = 0; line < size / 2; line++)
      __builtin_prefetch((const char *)x[g] + (d + 256) * size + line * 64, 0, 3);
}

/// One layer of `members` rows: representation and products of `block` classes, from class `first` on.
/// `products` is [members][states][classes]; `representation` is [members][padded] or NULL. While a column of
/// these rows is in registers, the same column of the `next` rows, unless that is NULL, is on its way to the
/// cache.
TARGET INLINE void NAME(layer)(const ser_linear_probe *probe, const void *const *x, const void *const *next,
                               const int half, const int members, const int block, const size_t layer,
                               const size_t first, float *representation, float *products) {
  const size_t whole = probe->dimension / SER_LANES * SER_LANES, padded = probe->padded;
  const float *center = probe->center + layer * padded, *scale = probe->scale + layer * padded;
  const float *weight = probe->weight + first * padded;
  const float share = probe->mixture[layer];
  // Narrow registers come again for the other lanes of the same columns before these leave the first-level
  // cache.
  const size_t stretch = PASSES == 1 ? whole : half ? 256 : 128;
  float lanes[GROUP][BLOCK][SER_LANES] = {0};
  for (size_t from = 0; from < whole; from += stretch) {
    const size_t end = whole - from < stretch ? whole : from + stretch;
    for (int pass = 0; pass < PASSES; pass++) {
      FLOATS sums[GROUP][BLOCK];
      const size_t lane = (size_t)pass * WIDTH;
      for (int g = 0; g < members; g++)
        for (int k = 0; k < block; k++) sums[g][k] = CONST_AT(&lanes[g][k][lane]);
      size_t d = from;
      for (; d + 2 * SER_LANES <= end; d += 2 * SER_LANES) {
        if (next) NAME(ask_ahead)(x, next, half, members, pass, d);
        for (size_t i = d + lane; i < d + 2 * SER_LANES; i += SER_LANES)
          NAME(columns)(x, half, members, block, i, padded, center, scale, weight, share, representation,
                        sums);
      }
      if (d < end)
        NAME(columns)(x, half, members, block, d + lane, padded, center, scale, weight, share, representation,
                      sums);
      for (int g = 0; g < members; g++)
        for (int k = 0; k < block; k++) AT(&lanes[g][k][lane]) = sums[g][k];
    }
  }
  // What is left of a dimension that is no multiple of the lanes: one value a lane, as the full registers
  // would.
  for (size_t d = whole; d < probe->dimension; d++)
    for (int g = 0; g < members; g++) {
      const float value = half ? ser_widen(((const uint16_t *)x[g])[d]) : ((const float *)x[g])[d];
      const float t = (value - center[d]) * scale[d];
      if (representation) {
        float *z = representation + g * padded + d;
        *z = __builtin_fmaf(t, share, *z);
      }
      for (int k = 0; k < block; k++)
        lanes[g][k][d - whole] = __builtin_fmaf(t, weight[k * padded + d], lanes[g][k][d - whole]);
    }
  for (int g = 0; g < members; g++)
    NAME(tree_sums)(lanes[g][0], block, products + (g * probe->states + layer) * probe->classes + first);
}

TARGET INLINE void NAME(layer_of_block)(const ser_linear_probe *probe, const void *const *x,
                                        const void *const *next, const int half, const int members,
                                        const size_t layer, const size_t first, float *representation,
                                        float *products) {
  switch (probe->classes - first) {
  case 0: NAME(layer)(probe, x, next, half, members, 0, layer, first, representation, products); break;
  case 1: NAME(layer)(probe, x, next, half, members, 1, layer, first, representation, products); break;
  case 2: NAME(layer)(probe, x, next, half, members, 2, layer, first, representation, products); break;
  case 3: NAME(layer)(probe, x, next, half, members, 3, layer, first, representation, products); break;
  default: NAME(layer)(probe, x, next, half, members, BLOCK, layer, first, representation, products); break;
  }
}

/// Representation and products of the first `members` of `left` rows, while the rows after them come to the
/// cache.
TARGET INLINE void NAME(members)(const ser_linear_probe *probe, const void *const *rows, const int half,
                                 const int members, size_t left, float *representation, float *products) {
  for (size_t layer = 0; layer < probe->states; layer++) {
    const void *x[GROUP], *next[GROUP];
    const size_t start = layer * probe->dimension * (half ? 2 : 4);
    for (size_t g = 0; g < (size_t)members; g++) {
      const size_t after = members + g < left ? members + g : left - 1;
      x[g] = (const char *)rows[g] + start;
      next[g] = (const char *)rows[after] + start;
    }
    NAME(layer_of_block)(probe, x, next, half, members, layer, 0, representation, products);
    // More classes than a block: the layer is still in the first-level cache when the next block reads it.
    for (size_t first = BLOCK; first < probe->classes; first += BLOCK)
      NAME(layer_of_block)(probe, x, NULL, half, members, layer, first, NULL, products);
  }
}

/// Representation and products of up to GROUP of the `left` rows; returns how many.
TARGET INLINE int NAME(group)(const ser_linear_probe *probe, const void *const *rows, int half, size_t left,
                              float *representation, float *products) {
  const int members = left < GROUP ? 1 : GROUP;
  memset(representation, 0, members * probe->padded * sizeof(float));
  if (members == GROUP) {
    if (half) NAME(members)(probe, rows, 1, GROUP, left, representation, products);
    else NAME(members)(probe, rows, 0, GROUP, left, representation, products);
  } else {
    if (half) NAME(members)(probe, rows, 1, 1, left, representation, products);
    else NAME(members)(probe, rows, 0, 1, left, representation, products);
  }
  return members;
}
