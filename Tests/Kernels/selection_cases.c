// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "harness.h"

static void one_labeling(size_t n, size_t dimension, size_t classes, size_t draws) {
  char name[96];
  snprintf(name, sizeof name, "selection/%zux%zu,%zu/%zu", n, dimension, classes, draws);
  test_case c = case_begins(name);
  const size_t words = (n + SER_PLANE_ROWS - 1) / SER_PLANE_ROWS, planes = words * draws * (classes - 1);
  const size_t pairs = draws * (classes * (classes + 1) / 2);
  float *rows = uniform_values(&c.draw, n * dimension, 2), *shift = uniform_values(&c.draw, dimension, 1);
  uint8_t *labels = memory_for(draws * n, 1);
  for (size_t i = 0; i < draws * n; i++) labels[i] = (uint8_t)below(&c.draw, classes);
  double *share = memory_for(classes, sizeof *share), *products = calloc(pairs, sizeof *products);
  if (!products) abort();
  for (size_t k = 0; k < classes; k++) share[k] = 1.0 / (double)(1 + below(&c.draw, n));
  uint64_t *plane = memory_for(planes, sizeof *plane);
  ser_label_planes(labels, n, draws, classes, plane);
  take(&c, plane, planes * sizeof *plane);
  for (size_t column = 0; column < dimension; column += SER_TILE)
    ser_class_mean_products(rows, n, dimension, column, shift, share, classes, plane, draws, products);
  take(&c, products, pairs * sizeof *products);
  case_ends(&c);
  free(rows), free(shift), free(labels), free(share), free(products), free(plane);
}

void selection_cases(void) {
  static const size_t shapes[][4] = {
      {1, 1, 2, 1},   {4, 31, 3, 2},  {5, 32, 2, 1},   {59, 33, 4, 3},   {60, 70, 7, 2},
      {61, 64, 4, 5}, {120, 5, 5, 3}, {137, 96, 9, 2}, {300, 17, 128, 2}, {121, 768, 4, 4},
  };
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    one_labeling(shapes[i][0], shapes[i][1], shapes[i][2], shapes[i][3]);
}
