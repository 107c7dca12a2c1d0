// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Exponential and logarithm with the same bits everywhere: the C library picks its own by processor.

#ifndef ELEMENTARY_H
#define ELEMENTARY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

static const double ser_ln2_high = 0x1.62e42fefa0000p-1, ser_ln2_low = 0x1.cf79abc9e3b39p-40;

/// e^x for x <= 0, to about an ulp; 0 below -708, where the true value is under 3.4e-308.
static inline __attribute__((always_inline)) double ser_exp(double x) {
  if (x < -708.0) return 0.0;
  const double shifter = 0x1.8p52;
  double n = (x * 0x1.71547652b82fep0 + shifter) - shifter;
  double r = __builtin_fma(-n, ser_ln2_high, x);
  r = __builtin_fma(-n, ser_ln2_low, r);
  double sum = 1.0 / 6227020800.0;
  static const double inverse_factorials[] = {
      1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0,
      1.0 / 720.0,       1.0 / 120.0,      1.0 / 24.0,      1.0 / 6.0,      1.0 / 2.0,     1.0,
      1.0};
  for (int i = 0; i < 13; i++) sum = __builtin_fma(sum, r, inverse_factorials[i]);
  uint64_t bits = (uint64_t)((int64_t)n + 1023) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return sum * power;
}

/// ln x for normal x > 0, to about an ulp.
static inline __attribute__((always_inline)) double ser_log(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t exponent = (int64_t)(bits >> 52) - 1023;
  bits = (bits & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL;
  double m;
  memcpy(&m, &bits, sizeof m);
  if (m > 0x1.6a09e667f3bcdp0) {
    m *= 0.5;
    exponent += 1;
  }
  double s = (m - 1.0) / (m + 1.0), q = s * s, sum = 0.0;
  for (int k = 23; k >= 3; k -= 2) sum = __builtin_fma(sum, q, 1.0 / k);
  double tail = __builtin_fma(sum * q, 2.0 * s, (double)exponent * ser_ln2_low);
  return __builtin_fma((double)exponent, ser_ln2_high, 2.0 * s + tail);
}

#endif
