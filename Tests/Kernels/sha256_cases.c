// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "harness.h"

// FIPS 180-4, section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64
// primes, found by a search in whole numbers.
static void find_constants(uint32_t constants[64]) {
  size_t found = 0;
  for (uint64_t prime = 2; found < 64; prime++) {
    int divides = 0;
    for (uint64_t d = 2; d * d <= prime; d++) divides |= prime % d == 0;
    if (divides) continue;
    // The largest r with r³ <= prime · 2^96.
    const unsigned __int128 target_high = (unsigned __int128)prime;
    uint64_t root = 0;
    for (int bit = 35; bit >= 0; bit--) {
      const uint64_t r = root | (uint64_t)1 << bit;
      // r³ / 2^96 against prime, without losing the rest: r² fits 72 bits, its product with r 108.
      const unsigned __int128 square = (unsigned __int128)r * r, cube = square * r;
      if (cube < target_high << 96 || cube == target_high << 96) root = r;
    }
    constants[found++] = (uint32_t)root;
  }
}

static uint32_t turned(uint32_t x, int n) { return x >> n | x << (32 - n); }

/// FIPS 180-4, section 6.2.2.
static void in_plain_c(uint32_t *state, const uint8_t *bytes, size_t blocks, const uint32_t *constants) {
  for (; blocks; blocks--, bytes += 64) {
    uint32_t w[64], v[8];
    for (int t = 0; t < 16; t++)
      w[t] = (uint32_t)bytes[4 * t] << 24 | (uint32_t)bytes[4 * t + 1] << 16 |
             (uint32_t)bytes[4 * t + 2] << 8 | bytes[4 * t + 3];
    for (int t = 16; t < 64; t++)
      w[t] = w[t - 16] + (turned(w[t - 15], 7) ^ turned(w[t - 15], 18) ^ w[t - 15] >> 3) + w[t - 7] +
             (turned(w[t - 2], 17) ^ turned(w[t - 2], 19) ^ w[t - 2] >> 10);
    memcpy(v, state, sizeof v);
    for (int t = 0; t < 64; t++) {
      const uint32_t e = v[4], a = v[0];
      const uint32_t first = v[7] + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
                             ((e & v[5]) ^ (~e & v[6])) + constants[t] + w[t];
      const uint32_t second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) +
                              ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
      memmove(v + 1, v, 7 * sizeof *v);
      v[4] += first;
      v[0] = first + second;
    }
    for (int i = 0; i < 8; i++) state[i] += v[i];
  }
}

void sha256_cases(void) {
  uint32_t constants[64];
  find_constants(constants);
  if (constants[0] != 0x428a2f98 || constants[63] != 0xc67178f2) abort();
  static const size_t counts[] = {0, 1, 2, 3, 7, 20};
  int instructions = 0;
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    char name[96];
    snprintf(name, sizeof name, "sha256/%zu", counts[i]);
    test_case c = case_begins(name);
    uint8_t *bytes = memory_for(counts[i] * 64 + 1, 1);
    for (size_t b = 0; b < counts[i] * 64 + 1; b++) bytes[b] = (uint8_t)next_word(&c.draw);
    uint32_t state[8], plain[8];
    for (int w = 0; w < 8; w++) plain[w] = state[w] = (uint32_t)next_word(&c.draw);
    // One byte on: blocks need not begin on a word.
    in_plain_c(plain, bytes + 1, counts[i], constants);
    instructions = ser_sha256_blocks(state, bytes + 1, counts[i], constants);
    if (instructions && memcmp(state, plain, sizeof state) != 0) {
      fprintf(stderr, "kernel-digests: %s: the processor's instructions differ from plain C\n", name);
      exit(1);
    }
    take(&c, plain, sizeof plain);
    case_ends(&c);
    free(bytes);
  }
  fprintf(stderr, "SHA-256 by %s\n", instructions ? "the processor's instructions" : "plain code");
}
