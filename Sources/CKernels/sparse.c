// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "ckernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Products with a matrix of which rectification made about half 0: the slopes of a hidden layer, in the
// gradient of its weights and in that of its input. What is 0 is left out, and the rest runs at the speed of
// a dense product of OpenBLAS but for the loads of the factors.

/// Columns of a panel: 128 rows of it, 24 KiB, stay in the first-level cache of every processor.
#define PANEL 48
/// Rows of the other matrix in a panel; their numbers fit a byte.
#define BLOCK_ROWS 128
/// Sums whose terms are collected at a time: with a panel 106 KiB, on the stack, so that no step clears
/// pages.
#define BLOCK_SUMS 128

/// The terms of each sum over the rows of one panel: those of sum m are starts[m] to starts[m + 1]. A term is
/// a factor, and the row of the panel that it stands before.
typedef struct {
  size_t sums, rows_here;
  size_t starts[BLOCK_SUMS + 1];
  uint8_t rows[BLOCK_SUMS * BLOCK_ROWS + 1];
  float factors[BLOCK_SUMS * BLOCK_ROWS + 1];
} ser_terms;

#if defined(__x86_64__)

#define VARIANT avx512
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define WIDTH 16
#include "sparse.h"

#define VARIANT avx2
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define WIDTH 8
#include "sparse.h"

#endif

#define VARIANT portable
#define TARGET
#define WIDTH 8
#include "sparse.h"

/// Writes the terms that are not 0 without a branch: which they are cannot be foreseen.
static void collect(const float *factors, size_t sum_step, size_t row_step, ser_terms *t) {
  size_t count = 0;
  for (size_t m = 0; m < t->sums; m++) {
    t->starts[m] = count;
    const float *own = factors + m * sum_step;
    for (size_t k = 0; k < t->rows_here; k++) {
      const float factor = own[k * row_step];
      t->rows[count] = (uint8_t)k;
      t->factors[count] = factor;
      count += factor != 0;
    }
  }
  t->starts[t->sums] = count;
}

static void add_block(const ser_terms *t, const float *other, size_t width, float *panel, float *sums) {
#if defined(__x86_64__)
  const char *variant = ser_kernel_variant();
  if (strcmp(variant, "avx512") == 0) return ser_add_block_avx512(t, other, width, panel, sums);
  if (strcmp(variant, "avx2") == 0) return ser_add_block_avx2(t, other, width, panel, sums);
#endif
  ser_add_block_portable(t, other, width, panel, sums);
}

void ser_sparse_product(const float *factors, size_t sums, size_t sum_step, size_t rows, size_t row_step,
                        const float *other, size_t width, float *result) {
  ser_terms t;
  float panel[BLOCK_ROWS * PANEL] __attribute__((aligned(64)));
  memset(result, 0, sums * width * sizeof(float));
  for (size_t m = 0; m < sums; m += BLOCK_SUMS) {
    t.sums = sums - m < BLOCK_SUMS ? sums - m : BLOCK_SUMS;
    for (size_t k = 0; k < rows; k += BLOCK_ROWS) {
      t.rows_here = rows - k < BLOCK_ROWS ? rows - k : BLOCK_ROWS;
      collect(factors + m * sum_step + k * row_step, sum_step, row_step, &t);
      add_block(&t, other + k * width, width, panel, result + m * width);
    }
  }
}
