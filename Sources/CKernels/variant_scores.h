// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Part of variant.h: logits and representations.

/// Logits of one row from its products [states, classes].
TARGET INLINE void NAME(mix)(const ser_linear_probe *probe, const float *products, double *logits) {
  for (size_t k = 0; k < probe->classes; k++) {
    double sum = probe->bias[k];
    for (size_t l = 0; l < probe->states; l++)
      sum = __builtin_fma((double)probe->mixture[l], (double)products[l * probe->classes + k], sum);
    logits[k] = sum;
  }
}

TARGET static void NAME(ser_scores)(const ser_linear_probe *probe, const void *const *rows, int half,
                                    size_t count, float *logits, float *representation) {
  const size_t padded = probe->padded, terms = probe->states * probe->classes;
  ser_pool pool = ser_pool_of(GROUP * (padded + terms) * sizeof(float) + probe->classes * sizeof(double), 3);
  float *z = ser_take(&pool, GROUP * padded * sizeof(float));
  float *products = ser_take(&pool, GROUP * terms * sizeof(float));
  double *mixed = ser_take(&pool, probe->classes * sizeof(double));
  for (size_t i = 0; i < count;) {
    const int members = NAME(group)(probe, rows + i, half, count - i, z, products);
    for (int g = 0; g < members; g++) {
      NAME(mix)(probe, products + g * terms, mixed);
      for (size_t k = 0; k < probe->classes; k++) logits[(i + g) * probe->classes + k] = (float)mixed[k];
    }
    if (representation) memcpy(representation + i * padded, z, members * padded * sizeof(float));
    i += members;
  }
  free(pool.start);
}
