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

/// Four numbers at once; every operation below acts on each alone, so a lane's bits do not depend on the
/// others.
typedef double ser_doubles __attribute__((vector_size(32), aligned(8)));
typedef int64_t ser_integers __attribute__((vector_size(32), aligned(8)));

/// x ← e^x for four x <= 0, to about an ulp; 0 below -708, where the true value is under 3.4e-308.
static inline __attribute__((always_inline)) void ser_exp(ser_doubles *x) {
  const ser_doubles zero = {0}, shifter = zero + 0x1.8p52;
  const ser_integers low = *x < zero - 708.0;
  // Adding 1.5·2^52 rounds to a whole number, which then stands in the low bits.
  const ser_doubles shifted = *x * 0x1.71547652b82fep0 + shifter, n = shifted - shifter;
  ser_doubles r = __builtin_elementwise_fma(-n, zero + ser_ln2_high, *x);
  r = __builtin_elementwise_fma(-n, zero + ser_ln2_low, r);
  static const double inverse_factorials[] = {
      1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0,
      1.0 / 720.0,       1.0 / 120.0,      1.0 / 24.0,      1.0 / 6.0,      1.0 / 2.0,     1.0,
      1.0};
  ser_doubles sum = zero + 1.0 / 6227020800.0;
  for (int i = 0; i < 13; i++) sum = __builtin_elementwise_fma(sum, r, zero + inverse_factorials[i]);
  const ser_doubles power = (ser_doubles)(((ser_integers)shifted - (ser_integers)shifter + 1023) << 52);
  *x = (ser_doubles)((ser_integers)(sum * power) & ~low);
}

/// x ← ln x for four normal x > 0, to about an ulp.
static inline __attribute__((always_inline)) void ser_log(ser_doubles *x) {
  const ser_doubles zero = {0}, shifter = zero + 0x1.8p52;
  const ser_integers bits = (ser_integers)*x, one = (ser_integers)(zero + 1.0);
  const ser_doubles mantissa = (ser_doubles)((bits & 0x000fffffffffffffLL) | one);
  const ser_integers large = mantissa > zero + 0x1.6a09e667f3bcdp0;  // -1 where it is, else 0
  const ser_doubles m = mantissa * (ser_doubles)((large & (ser_integers)(zero + 0.5)) | (~large & one));
  const ser_integers whole = (bits >> 52) - 1023 - large;
  const ser_doubles exponent = (ser_doubles)(whole + (ser_integers)shifter) - shifter;
  const ser_doubles s = (m - 1.0) / (m + 1.0), q = s * s;
  ser_doubles sum = zero;
  for (int k = 23; k >= 3; k -= 2) sum = __builtin_elementwise_fma(sum, q, zero + 1.0 / k);
  const ser_doubles tail = __builtin_elementwise_fma(sum * q, 2.0 * s, exponent * ser_ln2_low);
  *x = __builtin_elementwise_fma(exponent, zero + ser_ln2_high, 2.0 * s + tail);
}

#endif
