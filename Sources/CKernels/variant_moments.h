// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Part of variant.h: sums for mean and variance.

TARGET static void NAME(ser_moments)(const void *row, int half, size_t length, const double *shift,
                                     double *sum, double *squares) {
  for (size_t i = 0; i < length; i++) {
    const float value = half ? ser_widen(((const uint16_t *)row)[i]) : ((const float *)row)[i];
    const double t = (double)value - shift[i];
    sum[i] += t;
    squares[i] = __builtin_fma(t, t, squares[i]);
  }
}
