// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "dense.h"
#include "selection.h"
#include "sha256.h"

#if defined(__cplusplus)
extern "C" {
#endif

// The few measured hot loops. Every one gives the same bits on every processor: sums run in 16 fixed lanes
// with explicit fused multiply-add and end in one fixed tree, whatever the width of the registers;
// exponential and logarithm are our own. The Swift twins that the tests hold them against stand in Tests.

/// Rows of this many floats, rounded up, are what kernels take for means, weights and representations.
#define SER_LANES 16

/// A layer-weighted linear probe and the standardization of its input. `padded` is `dimension` rounded up to
/// SER_LANES; what is padded must be zero.
typedef struct {
  size_t states, dimension, padded, classes;
  const float *center;  // [states, padded], the mean
  const float *scale;   // [states, padded], one over the deviation
  const float *mixture; // [states], the layer weights after softmax
  const float *weight;  // [classes, padded]
  const float *bias;    // [classes]
} ser_linear_probe;

/// Logits [count, classes] (none for no classes) and, unless NULL, weighted-sum representations [count,
/// padded] of `count` rows. A row is [states, dimension], halves or floats.
void ser_linear_probe_scores(const ser_linear_probe *probe, const void *const *rows, int half, size_t count,
                             float *logits, float *representation);

/// Sum over `count` rows of the cross-entropy, and `per_row` times its gradient by the mixture [states], the
/// weight [classes, padded] and the bias [classes]. The gradients are overwritten.
double ser_linear_probe_gradient(const ser_linear_probe *probe, const void *const *rows, int half,
                                 const int32_t *labels, size_t count, double per_row, float *by_mixture,
                                 float *by_weight, float *by_bias);

/// sums[l] = the sum over `count` rows of the standardized state l times `slopes` [count, padded] of that
/// row: the gradient by the mixture, where `slopes` is that by the representation. Only the standardization
/// is read of `probe`.
void ser_layer_products(const ser_linear_probe *probe, const void *const *rows, int half, size_t count,
                        const float *slopes, double *sums);

/// Softmax of `count` values, computed in double.
void ser_softmax(const float *values, size_t count, float *result);

/// Adds rows to running sums for mean and variance: sum += x - shift, squares += (x - shift)², in double.
void ser_accumulate_moments(const void *row, int half, size_t length, const double *shift, double *sum,
                            double *squares);

/// Index of the first NaN or infinity among `count` values, or `count` if all are finite.
size_t ser_first_nonfinite(const void *values, int half, size_t count);

/// One step of Adam as PyTorch computes it; `step` counts from 1.
void ser_adam_step(float *parameters, const float *gradient, float *first, float *second, size_t count,
                   int64_t step, double learning_rate, double beta1, double beta2, double epsilon,
                   double weight_decay);

/// Which variant of the kernels runs in this process: "avx512", "avx2", "neon" or "portable". The environment
/// variable SER_KERNELS may name a lower one than the processor could run; a name of no such variant changes
/// nothing.
const char *ser_kernel_variant(void);

#if defined(__cplusplus)
}
#endif

#endif
