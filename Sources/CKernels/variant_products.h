// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Part of variant.h: the sum over rows that the gradient by the mixture is made of, where the head is not
// linear.

/// products[g] = t[g]·slope[g] for one layer of `members` rows, t = (x - center)·scale.
TARGET INLINE void NAME(dot_layer)(const ser_linear_probe *probe, const void *const *x,
                                   const void *const *next, const int half, const int members, size_t layer, const float *slope,
                                   float *products) {
  const size_t padded = probe->padded, whole = probe->dimension / SER_LANES * SER_LANES;
  const float *center = probe->center + layer * padded, *scale = probe->scale + layer * padded;
  float lanes[GROUP][SER_LANES];
  FLOATS sums[GROUP][SER_LANES / WIDTH];
  for (int g = 0; g < members; g++)
    for (int part = 0; part < SER_LANES / WIDTH; part++) sums[g][part] = (FLOATS){0};
  for (size_t d = 0; d < whole; d += SER_LANES) {
    for (int g = 0; g < members; g++) __builtin_prefetch((const char *)next[g] + d * (half ? 2 : 4), 0, 2);
    for (int part = 0; part < SER_LANES / WIDTH; part++) {
      const size_t i = d + part * WIDTH;
      const FLOATS c = CONST_AT(center + i), s = CONST_AT(scale + i);
      for (int g = 0; g < members; g++)
        sums[g][part] = __builtin_elementwise_fma((LOAD(x[g], i) - c) * s, CONST_AT(slope + g * padded + i),
                                                  sums[g][part]);
    }
  }
  for (int g = 0; g < members; g++) {
    for (int part = 0; part < SER_LANES / WIDTH; part++) AT(&lanes[g][part * WIDTH]) = sums[g][part];
    for (size_t d = whole; d < probe->dimension; d++) {
      const float value = half ? ser_widen(((const uint16_t *)x[g])[d]) : ((const float *)x[g])[d];
      lanes[g][d - whole] =
          __builtin_fmaf((value - center[d]) * scale[d], slope[g * padded + d], lanes[g][d - whole]);
    }
    NAME(tree_sums)(lanes[g], 1, products + g);
  }
}

TARGET static void NAME(ser_dots)(const ser_linear_probe *probe, const void *const *rows, int half,
                                  size_t count, const float *slopes, double *sums) {
  memset(sums, 0, probe->states * sizeof(double));
  for (size_t i = 0; i < count;) {
    const size_t left = count - i, members = left < GROUP ? 1 : GROUP;
    for (size_t layer = 0; layer < probe->states; layer++) {
      const size_t start = layer * probe->dimension * (half ? 2 : 4);
      const void *x[GROUP], *next[GROUP];
      float products[GROUP];
      for (size_t g = 0; g < members; g++) {
        x[g] = (const char *)rows[i + g] + start;
        next[g] = (const char *)rows[members + g < left ? i + members + g : count - 1] + start;
      }
      const float *slope = slopes + i * probe->padded;
      if (members == GROUP && half) NAME(dot_layer)(probe, x, next, 1, GROUP, layer, slope, products);
      else if (members == GROUP) NAME(dot_layer)(probe, x, next, 0, GROUP, layer, slope, products);
      else if (half) NAME(dot_layer)(probe, x, next, 1, 1, layer, slope, products);
      else NAME(dot_layer)(probe, x, next, 0, 1, layer, slope, products);
      for (size_t g = 0; g < members; g++) sums[layer] += products[g];
    }
    i += members;
  }
}
