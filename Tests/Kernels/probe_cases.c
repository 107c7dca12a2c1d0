// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "harness.h"

typedef struct {
  size_t rows, states, dimension, classes;
} shape;

// Dimensions that are and are not multiples of the lanes; rows that are and are not multiples of what a
// variant takes at once; classes below, at and above a block of four.
static const shape shapes[] = {
    {1, 1, 1, 1},   {1, 1, 16, 2},   {2, 1, 15, 2},   {3, 2, 17, 3},    {4, 13, 48, 4},  {5, 3, 33, 4},
    {6, 2, 31, 5},  {7, 5, 40, 7},   {9, 4, 63, 8},   {11, 3, 24, 9},   {16, 2, 100, 4}, {17, 4, 768, 4},
    {3, 13, 768, 4}, {8, 1, 160, 33}, {23, 2, 257, 3}, {128, 2, 32, 6}, {5, 25, 1024, 7}, {13, 2, 129, 0},
};

/// Values for the columns of a row, and zeros to its padded end.
static float *padded_values(generator *g, size_t rows, size_t dimension, size_t padded, float middle,
                            float spread) {
  float *values = calloc(rows * padded + 1, sizeof *values);
  if (!values) abort();
  for (size_t i = 0; i < rows; i++)
    for (size_t d = 0; d < dimension; d++) values[i * padded + d] = middle + uniform(g, spread);
  return values;
}

static void one_shape(shape s, int half) {
  char name[96];
  snprintf(name, sizeof name, "probe/%zux%zux%zu,%zu/%s", s.rows, s.states, s.dimension, s.classes,
           half ? "half" : "float");
  test_case c = case_begins(name);
  const size_t padded = (s.dimension + SER_LANES - 1) / SER_LANES * SER_LANES;
  const size_t length = s.states * s.dimension;
  // Rows lie in an array of twice as many, in random order, where no row begins on a cache line of its own
  // accord.
  char *stored = stored_values(&c.draw, 2 * s.rows * length, half);
  const void **rows = memory_for(s.rows, sizeof *rows);
  int32_t *labels = memory_for(s.rows, sizeof *labels);
  for (size_t i = 0; i < s.rows; i++) {
    rows[i] = stored + below(&c.draw, 2 * s.rows) * length * (half ? 2 : 4);
    labels[i] = s.classes ? (int32_t)below(&c.draw, s.classes) : 0;
  }
  float *center = padded_values(&c.draw, s.states, s.dimension, padded, 0, 1);
  float *scale = padded_values(&c.draw, s.states, s.dimension, padded, 1.0f, 0.75f);
  float *mixture = padded_values(&c.draw, 1, s.states, s.states, 0.5f, 0.5f);
  float *weight = padded_values(&c.draw, s.classes, s.dimension, padded, 0, 0.25f);
  float *bias = uniform_values(&c.draw, s.classes, 1);
  float *slopes = padded_values(&c.draw, s.rows, s.dimension, padded, 0, 1);
  const ser_linear_probe probe = {.states = s.states, .dimension = s.dimension, .padded = padded,
                                  .classes = s.classes, .center = center, .scale = scale, .mixture = mixture,
                                  .weight = weight, .bias = bias};
  float *logits = memory_for(s.rows * s.classes, sizeof *logits);
  float *representation = memory_for(s.rows * padded, sizeof *representation);
  ser_linear_probe_scores(&probe, rows, half, s.rows, s.classes ? logits : NULL, representation);
  take(&c, logits, s.rows * s.classes * sizeof *logits);
  take(&c, representation, s.rows * padded * sizeof *representation);
  if (s.classes) {
    memset(logits, 0x5a, s.rows * s.classes * sizeof *logits);
    ser_linear_probe_scores(&probe, rows, half, s.rows, logits, NULL);
    take(&c, logits, s.rows * s.classes * sizeof *logits);
    float *by_mixture = memory_for(s.states, sizeof(float)), *by_bias = memory_for(s.classes, sizeof(float));
    float *by_weight = memory_for(s.classes * padded, sizeof(float));
    const double loss = ser_linear_probe_gradient(&probe, rows, half, labels, s.rows, 1.0 / (double)s.rows,
                                                  by_mixture, by_weight, by_bias);
    // Not a number has other bits on other processors, and none may come of these inputs.
    if (!(loss < 1e30)) {
      fprintf(stderr, "kernel-digests: %s: the loss is %g\n", name, loss);
      exit(1);
    }
    take(&c, &loss, sizeof loss);
    take(&c, by_mixture, s.states * sizeof(float));
    take(&c, by_weight, s.classes * padded * sizeof(float));
    take(&c, by_bias, s.classes * sizeof(float));
    free(by_mixture), free(by_weight), free(by_bias);
  }
  double *sums = memory_for(s.states, sizeof *sums);
  ser_layer_products(&probe, rows, half, s.rows, slopes, sums);
  take(&c, sums, s.states * sizeof *sums);
  case_ends(&c);
  free(stored), free(rows), free(labels), free(center), free(scale), free(mixture), free(weight), free(bias);
  free(slopes), free(logits), free(representation), free(sums);
}

void probe_cases(void) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    for (int half = 0; half < 2; half++) one_shape(shapes[i], half);
}
