// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Part of variant.h: cross-entropy and its gradient.

/// by_weight[k] += Σ over members of slope[g,k]·representation[g], for `block` classes of `classes`.
TARGET INLINE void NAME(add_outer_block)(size_t classes, size_t padded, const int members, const int block,
                                         const float *slope, const float *representation, float *by_weight) {
  FLOATS slopes[GROUP][BLOCK];
  for (int g = 0; g < members; g++)
    for (int k = 0; k < block; k++) slopes[g][k] = SPLAT(slope[g * classes + k]);
  for (size_t d = 0; d < padded; d += WIDTH) {
    FLOATS sums[BLOCK];
    for (int k = 0; k < block; k++) sums[k] = CONST_AT(by_weight + k * padded + d);
    for (int g = 0; g < members; g++) {
      const FLOATS z = CONST_AT(representation + g * padded + d);
      for (int k = 0; k < block; k++) sums[k] = __builtin_elementwise_fma(z, slopes[g][k], sums[k]);
    }
    for (int k = 0; k < block; k++) AT(by_weight + k * padded + d) = sums[k];
  }
}

/// by_weight[k] += Σ over members of slope[g,k]·representation[g]; four classes share the loads of a
/// representation.
TARGET INLINE void NAME(add_outer)(size_t classes, size_t padded, const int members, const float *slope,
                                   const float *representation, float *by_weight) {
  size_t k = 0;
  for (; k + BLOCK <= classes; k += BLOCK)
    NAME(add_outer_block)(classes, padded, members, BLOCK, slope + k, representation, by_weight + k * padded);
  for (; k < classes; k++)
    NAME(add_outer_block)(classes, padded, members, 1, slope + k, representation, by_weight + k * padded);
}

/// e^(logits - largest) in place of `classes` logits, and their sum; `own` is the label's exponent. What pads
/// the logits to fours is overwritten.
TARGET INLINE double NAME(powers)(size_t classes, double *logits, size_t label, double *own) {
  double largest = logits[0], total = 0;
  for (size_t k = 1; k < classes; k++) largest = logits[k] > largest ? logits[k] : largest;
  *own = logits[label] - largest;
  for (size_t k = 0; k < classes; k += 4) {
    ser_doubles *four = (ser_doubles *)(logits + k);
    *four -= largest;
    ser_exp(four);
  }
  for (size_t k = 0; k < classes; k++) total += logits[k];
  return total;
}

/// The cross-entropy of all samples, from the sums of their powers and their labels' share in them.
TARGET INLINE double NAME(cross_entropy)(size_t count, const double *totals, const double *own) {
  double loss = 0;
  for (size_t i = 0; i < count; i += 4) {
    ser_doubles logarithms = *(const ser_doubles *)(totals + i);
    ser_log(&logarithms);
    for (size_t j = i; j < count && j < i + 4; j++) loss += logarithms[j - i] - own[j];
  }
  return loss;
}

TARGET static double NAME(ser_gradient)(const ser_linear_probe *given, const void *const *rows, int half,
                                        const int32_t *labels, size_t count, double per_row,
                                        float *by_mixture, float *by_weight, float *by_bias) {
  const size_t padded = given->padded, classes = given->classes, states = given->states;
  const size_t terms = states * classes;
  ser_pool pool = ser_pool_of((GROUP * (padded + terms + classes) + 2 * classes * padded) * sizeof(float) +
                              (states + 2 * classes + 2 * count) * sizeof(double), 10);
  // Parameters and gradients stand one behind the other, where no weight begins on a cache line.
  float *weight = ser_take(&pool, classes * padded * sizeof(float));
  float *weight_sums = ser_take(&pool, classes * padded * sizeof(float));
  memcpy(weight, given->weight, classes * padded * sizeof(float));
  ser_linear_probe aligned = *given;
  aligned.weight = weight;
  const ser_linear_probe *probe = &aligned;
  float *z = ser_take(&pool, GROUP * padded * sizeof(float));
  float *products = ser_take(&pool, GROUP * terms * sizeof(float));
  float *slopes = ser_take(&pool, GROUP * classes * sizeof(float));
  double *mixture_sums = ser_take(&pool, states * sizeof(double));
  double *bias_sums = ser_take(&pool, classes * sizeof(double));
  double *p = ser_take(&pool, classes * sizeof(double));
  double *totals = ser_take(&pool, count * sizeof(double)), *own = ser_take(&pool, count * sizeof(double));
  for (size_t i = 0; i < count;) {
    const int members = NAME(group)(probe, rows + i, half, count - i, z, products);
    for (int g = 0; g < members; g++) {
      const float *product = products + g * terms;
      const size_t label = (size_t)labels[i + g];
      NAME(mix)(probe, product, p);
      totals[i + g] = NAME(powers)(classes, p, label, &own[i + g]);
      for (size_t k = 0; k < classes; k++) {
        const double slope = per_row * (p[k] / totals[i + g] - (k == label ? 1.0 : 0.0));
        slopes[g * classes + k] = (float)slope;
        bias_sums[k] += slope;
        for (size_t l = 0; l < states; l++)
          mixture_sums[l] = __builtin_fma(slope, (double)product[l * classes + k], mixture_sums[l]);
      }
    }
    if (members == GROUP) NAME(add_outer)(classes, padded, GROUP, slopes, z, weight_sums);
    else NAME(add_outer)(classes, padded, 1, slopes, z, weight_sums);
    i += members;
  }
  memcpy(by_weight, weight_sums, classes * padded * sizeof(float));
  for (size_t l = 0; l < states; l++) by_mixture[l] = (float)mixture_sums[l];
  for (size_t k = 0; k < classes; k++) by_bias[k] = (float)bias_sums[k];
  const double loss = NAME(cross_entropy)(count, totals, own);
  free(pool.start);
  return loss;
}
