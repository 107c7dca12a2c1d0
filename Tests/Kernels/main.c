// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Runs every kernel on fixed pseudo-random inputs in one variant, and prints a digest of all bits of the
// results, a line a case. The lines of all variants on all processors must be equal: Scripts/check-arm64
// compares them.

#include "harness.h"

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: kernel-digests VARIANT\nvariants: avx512, avx2, neon, portable\n");
    return 64;
  }
  setenv("SER_KERNELS", arguments[1], 1);
  if (strcmp(ser_kernel_variant(), arguments[1]) != 0) {
    fprintf(stderr, "kernel-digests: this processor cannot run '%s'\n", arguments[1]);
    return 69;
  }
  probe_cases();
  adam_cases();
  array_cases();
  selection_cases();
  sha256_cases();
  return 0;
}

void *stored_values(generator *g, size_t count, int half) {
  if (half) {
    uint16_t *values = memory_for(count, sizeof *values);
    for (size_t i = 0; i < count; i++) {
      const uint64_t word = next_word(g);
      const uint16_t sign = (uint16_t)(word & 0x8000);
      // One in 16 is subnormal or 0, one in 256 large, the others lie between 2^-6 and 4.
      if (word >> 60 == 0) values[i] = sign | (word >> 56 == 0 ? 0 : (uint16_t)(word >> 16 & 0x03ff));
      else if (word >> 56 == 0xff) values[i] = sign | 0x7bff;
      else values[i] = sign | (uint16_t)(0x2400 + (word >> 16 & 0x1fff));
    }
    return values;
  }
  float *values = memory_for(count, sizeof *values);
  for (size_t i = 0; i < count; i++) {
    const uint64_t word = next_word(g);
    values[i] = uniform(g, 4);
    if (word >> 60 == 0) {
      const uint32_t sign = (uint32_t)word & 0x80000000;
      const uint32_t bits = sign | (word >> 56 == 0 ? 0 : (uint32_t)(word >> 32) & 0x7fffff);
      memcpy(&values[i], &bits, sizeof bits);
    }
  }
  return values;
}

float *uniform_values(generator *g, size_t count, float scale) {
  float *values = memory_for(count, sizeof *values);
  for (size_t i = 0; i < count; i++) values[i] = uniform(g, scale);
  return values;
}
