// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "ckernels.h"
#include "dispatch.h"
#include "elementary.h"
#include "half.h"
#include "pool.h"

#pragma STDC FP_CONTRACT OFF

/// Classes that share one pass over a row; more take further passes over rows that are then in the cache.
#define BLOCK 4

/// What one step of Adam needs beside the tensors.
typedef struct {
  float decay, rest1, beta2, rest2, root_correction, epsilon, step_size;
} ser_adam_terms;

// What was measured for the passes over rows (Zen 4, two cores of a busy machine, 8 probes of 2,940 x 13 x
// 768 in 4 classes; seconds / seconds of only reading the rows). Single precision: 1.02 to 1.10 with AVX-512;
// 1.22 to 1.65 with AVX2, where it was 1.64 to 1.95 with all requests in the first pass. Halves: 1.25 to 1.88
// and 1.7 to 2.1, as arithmetic binds them: a register of 16 values takes six multiplications, of which a
// core does one a cycle, so two cores cannot take in more than 38 GB/s; from the second-level cache they take
// in 21 to 27, and reading alone comes to 27 to 45. No clear gain came of asking two groups of rows ahead,
// for every second or fourth line only, or by hints for the first level or past the caches; nor of tiles of
// columns that span all states.

#if defined(__x86_64__)

#define VARIANT avx512
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define WIDTH 16
#define GROUP 4
#define NATIVE_HALF 1
#include "variant.h"

#define VARIANT avx2
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define WIDTH 8
#define GROUP 2
#define NATIVE_HALF 1
#include "variant.h"

#elif defined(__aarch64__)

#define VARIANT neon
#define TARGET
#define WIDTH 4
#define GROUP 4
#define NATIVE_HALF 1
#include "variant.h"

#endif

#define VARIANT portable
#define TARGET
#define WIDTH 8
#define GROUP 1
#define NATIVE_HALF 0
#include "variant.h"

typedef struct {
  void (*scores)(const ser_linear_probe *, const void *const *, int, size_t, float *, float *);
  double (*gradient)(const ser_linear_probe *, const void *const *, int, const int32_t *, size_t, double,
                     float *, float *, float *);
  void (*dots)(const ser_linear_probe *, const void *const *, int, size_t, const float *, double *);
  void (*adam)(float *, const float *, float *, float *, size_t, const ser_adam_terms *);
  void (*moments)(const void *, int, size_t, const double *, double *, double *);
} variant;

#define ROW(suffix) \
  {ser_scores_##suffix, ser_gradient_##suffix, ser_dots_##suffix, ser_adam_##suffix, ser_moments_##suffix}

static const variant variants[SER_LEVELS] = {
    [SER_PORTABLE] = ROW(portable),
#if defined(__aarch64__)
    [SER_NEON] = ROW(neon),
#elif defined(__x86_64__)
    [SER_AVX2] = ROW(avx2),
    [SER_AVX512] = ROW(avx512),
#endif
};

static const variant *chosen(void) { return &variants[ser_chosen()]; }

void ser_linear_probe_scores(const ser_linear_probe *probe, const void *const *rows, int half, size_t count,
                             float *logits, float *representation) {
  chosen()->scores(probe, rows, half, count, logits, representation);
}

double ser_linear_probe_gradient(const ser_linear_probe *probe, const void *const *rows, int half,
                                 const int32_t *labels, size_t count, double per_row, float *by_mixture,
                                 float *by_weight, float *by_bias) {
  return chosen()->gradient(probe, rows, half, labels, count, per_row, by_mixture, by_weight, by_bias);
}

void ser_layer_products(const ser_linear_probe *probe, const void *const *rows, int half, size_t count,
                        const float *slopes, double *sums) {
  chosen()->dots(probe, rows, half, count, slopes, sums);
}

void ser_softmax(const float *values, size_t count, float *result) {
  ser_pool pool = ser_pool_of(count * sizeof(double), 1);
  double largest = count ? values[0] : 0, total = 0, *powers = ser_take(&pool, count * sizeof(double));
  for (size_t i = 1; i < count; i++) largest = values[i] > largest ? values[i] : largest;
  for (size_t i = 0; i < count; i += 4) {
    ser_doubles four = {0};
    const size_t members = count - i < 4 ? count - i : 4;
    for (size_t j = 0; j < members; j++) four[j] = (double)values[i + j] - largest;
    ser_exp(&four);
    for (size_t j = 0; j < members; j++) powers[i + j] = four[j];
  }
  for (size_t i = 0; i < count; i++) total += powers[i];
  for (size_t i = 0; i < count; i++) result[i] = (float)(powers[i] / total);
  free(pool.start);
}

void ser_accumulate_moments(const void *row, int half, size_t length, const double *shift, double *sum,
                            double *squares) {
  chosen()->moments(row, half, length, shift, sum, squares);
}

size_t ser_first_nonfinite(const void *values, int half, size_t count) {
  const size_t stride = 4096;
  for (size_t start = 0; start < count; start += stride) {
    const size_t end = count - start < stride ? count : start + stride;
    uint32_t found = 0;
    if (half)
      for (size_t i = start; i < end; i++) found |= (((const uint16_t *)values)[i] & 0x7c00) == 0x7c00;
    else
      for (size_t i = start; i < end; i++)
        found |= (((const uint32_t *)values)[i] & 0x7f800000) == 0x7f800000;
    for (size_t i = start; found && i < end; i++)
      if (half ? (((const uint16_t *)values)[i] & 0x7c00) == 0x7c00
               : (((const uint32_t *)values)[i] & 0x7f800000) == 0x7f800000)
        return i;
  }
  return count;
}

void ser_adam_step(float *parameters, const float *gradient, float *first, float *second, size_t count,
                   int64_t step, double learning_rate, double beta1, double beta2, double epsilon,
                   double weight_decay) {
  // Powers by repeated squaring: the C library's pow may differ in the last bit between processors.
  double power1 = 1, power2 = 1, base1 = beta1, base2 = beta2;
  for (int64_t e = step; e > 0; e /= 2) {
    if (e & 1) { power1 *= base1; power2 *= base2; }
    base1 *= base1;
    base2 *= base2;
  }
  const ser_adam_terms terms = {
      .decay = (float)weight_decay,
      .rest1 = (float)(1 - beta1),
      .beta2 = (float)beta2,
      .rest2 = (float)(1 - beta2),
      .root_correction = (float)__builtin_elementwise_sqrt(1 - power2),
      .epsilon = (float)epsilon,
      .step_size = (float)(learning_rate / (1 - power1))};
  chosen()->adam(parameters, gradient, first, second, count, &terms);
}
