// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "harness.h"

void adam_cases(void) {
  static const size_t counts[] = {1, 3, 4, 5, 8, 15, 16, 17, 33, 100, 3105};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    for (int decays = 0; decays < 2; decays++) {
      char name[96];
      snprintf(name, sizeof name, "adam/%zu/%s", counts[i], decays ? "decay" : "plain");
      test_case c = case_begins(name);
      const size_t n = counts[i], bytes = n * sizeof(float);
      float *parameters = uniform_values(&c.draw, n, 1), *first = calloc(n, sizeof *first);
      float *second = calloc(n, sizeof *second);
      if (!first || !second) abort();
      static const int64_t steps[] = {1, 2, 3, 1000, 1234567};
      for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        float *gradient = uniform_values(&c.draw, n, s == 3 ? 1e-20f : 1);
        for (size_t d = 0; d < n; d += 1 + below(&c.draw, 9)) gradient[d] = 0;
        ser_adam_step(parameters, gradient, first, second, n, steps[s], 1e-3, 0.9, 0.999, 1e-8,
                      decays ? 1e-4 : 0);
        take(&c, parameters, bytes);
        take(&c, first, bytes);
        take(&c, second, bytes);
        free(gradient);
      }
      case_ends(&c);
      free(parameters), free(first), free(second);
    }
}

static void softmax_case(size_t count, float spread) {
  char name[96];
  snprintf(name, sizeof name, "softmax/%zu/%g", count, (double)spread);
  test_case c = case_begins(name);
  float *values = uniform_values(&c.draw, count, spread), *result = memory_for(count, sizeof *result);
  ser_softmax(values, count, result);
  take(&c, result, count * sizeof *result);
  case_ends(&c);
  free(values), free(result);
}

static void moments_case(size_t length, int half) {
  char name[96];
  snprintf(name, sizeof name, "moments/%zu/%s", length, half ? "half" : "float");
  test_case c = case_begins(name);
  double *shift = memory_for(length, sizeof *shift);
  double *sum = calloc(length, sizeof *sum), *squares = calloc(length, sizeof *squares);
  if (!sum || !squares) abort();
  for (size_t i = 0; i < length; i++) shift[i] = uniform(&c.draw, 1);
  for (int row = 0; row < 3; row++) {
    void *values = stored_values(&c.draw, length, half);
    ser_accumulate_moments(values, half, length, shift, sum, squares);
    free(values);
  }
  take(&c, sum, length * sizeof *sum);
  take(&c, squares, length * sizeof *squares);
  case_ends(&c);
  free(shift), free(sum), free(squares);
}

/// Where the first value that is not finite stands, for each kind of it at the ends of pieces and in between.
static void nonfinite_case(size_t count, int half) {
  char name[96];
  snprintf(name, sizeof name, "nonfinite/%zu/%s", count, half ? "half" : "float");
  test_case c = case_begins(name);
  static const uint32_t wide[] = {0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001};
  static const uint16_t narrow[] = {0x7c00, 0xfc00, 0x7e00, 0x7c01};
  void *values = stored_values(&c.draw, count, half);
  uint64_t found = ser_first_nonfinite(values, half, count);
  if (found != count) {
    fprintf(stderr, "kernel-digests: %s: found value %llu, where all are finite\n", name,
            (unsigned long long)found);
    exit(1);
  }
  take(&c, &found, sizeof found);
  for (int round = 0; round < 24 && count; round++) {
    const size_t ends[] = {0, count - 1, 4095, 4096, below(&c.draw, count), below(&c.draw, count)};
    const size_t at = ends[round % 6] < count ? ends[round % 6] : 0;
    uint32_t before = 0;
    char *place = (char *)values + at * (half ? 2 : 4);
    memcpy(&before, place, half ? 2 : 4);
    memcpy(place, half ? (const void *)&narrow[round / 6] : &wide[round / 6], half ? 2 : 4);
    found = ser_first_nonfinite(values, half, count);
    if (found != at) {
      fprintf(stderr, "kernel-digests: %s: found value %llu, not %zu\n", name, (unsigned long long)found, at);
      exit(1);
    }
    take(&c, &found, sizeof found);
    memcpy(place, &before, half ? 2 : 4);
  }
  case_ends(&c);
  free(values);
}

void array_cases(void) {
  static const size_t counts[] = {1, 2, 3, 4, 5, 7, 13, 25, 100};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    softmax_case(counts[i], 3);
    softmax_case(counts[i], 2000);
  }
  static const size_t lengths[] = {1, 7, 16, 33, 768, 9984};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
    for (int half = 0; half < 2; half++) {
      moments_case(lengths[i], half);
      nonfinite_case(lengths[i], half);
    }
}
