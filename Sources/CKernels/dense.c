// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "dense.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Every value is made from its own column alone, so all widths of registers give the same bits, and the
// compiler may cut these vectors to the registers that every processor of the architecture has: a batch of
// 128 x 256 then takes 5 microseconds, where a step takes 1,000. Measured in the two-layer head (256 units,
// 13 x 768): as loops in Swift, which the compiler did not turn into vectors, the two took 15 % of the time.

#define WIDTH 16
typedef float floats __attribute__((vector_size(WIDTH * 4), aligned(4)));
typedef int32_t masks __attribute__((vector_size(WIDTH * 4), aligned(4)));

void ser_add_bias(float *batch, const float *bias, size_t rows, size_t columns, int rectify) {
  for (size_t b = 0; b < rows; b++) {
    float *row = batch + b * columns;
    size_t k = 0;
    for (; k + WIDTH <= columns; k += WIDTH) {
      const floats sum = *(const floats *)(row + k) + *(const floats *)(bias + k);
      const masks dropped = (sum < 0.0f) & (rectify ? -1 : 0);
      *(floats *)(row + k) = (floats)((masks)sum & ~dropped);
    }
    for (; k < columns; k++) {
      const float sum = row[k] + bias[k];
      row[k] = rectify && sum < 0 ? 0 : sum;
    }
  }
}

size_t ser_mask_slopes(float *slopes, const float *activations, size_t rows, size_t columns, float *sums) {
  size_t positive = 0;
  memset(sums, 0, columns * sizeof(float));
  for (size_t b = 0; b < rows; b++) {
    float *row = slopes + b * columns;
    const float *active = activations + b * columns;
    masks counts = {0};
    size_t k = 0;
    for (; k + WIDTH <= columns; k += WIDTH) {
      const masks kept = *(const floats *)(active + k) > 0.0f;
      const floats slope = (floats)(*(const masks *)(row + k) & kept);
      *(floats *)(row + k) = slope;
      *(floats *)(sums + k) += slope;
      counts -= kept;
    }
    for (int j = 0; j < WIDTH; j++) positive += (size_t)counts[j];
    for (; k < columns; k++) {
      row[k] = active[k] > 0 ? row[k] : 0;
      sums[k] += row[k];
      positive += active[k] > 0;
    }
  }
  return positive;
}
