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
/// rows.
void ser_mask_slopes(float *slopes, const float *activations, size_t rows, size_t columns, float *sums);

#if defined(__cplusplus)
}
#endif

#endif
