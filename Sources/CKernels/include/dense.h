// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_DENSE_H
#define SER_DENSE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// What stands between the matrix products of a head with a hidden layer: each goes over a batch [rows,
// columns] once.

/// Adds `bias` [columns] to every row; then, if asked to rectify, makes what is negative 0. NaN stays NaN.
void ser_add_bias(float *batch, const float *bias, size_t rows, size_t columns, int rectify);

/// Makes a slope 0 where its rectified activation is not positive; `sums` [columns] becomes the sum of the
/// rows. Returns how many activations are positive.
size_t ser_mask_slopes(float *slopes, const float *activations, size_t rows, size_t columns, float *sums);

/// result [sums, width] = A·other, where A [sums, rows] has factors[m * sum_step + k * row_step] at (m, k)
/// and is 0 in good part: what is 0 takes no time. `other` is [rows, width], and `width` a multiple of 16.
/// The same bits on every processor: of the terms of a sum that are not 0, those with even and those with odd
/// numbers are added up apart, in order, over each 128 rows.
void ser_sparse_product(const float *factors, size_t sums, size_t sum_step, size_t rows, size_t row_step,
                        const float *other, size_t width, float *result);

#if defined(__cplusplus)
}
#endif

#endif
