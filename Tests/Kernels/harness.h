// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_KERNEL_HARNESS_H
#define SER_KERNEL_HARNESS_H

#include "ckernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Inputs that are the same on every machine, made of integers alone, and a digest of all bits of a result.

/// SplitMix64, seeded by the name of a case: a case that is added changes no other.
typedef struct {
  uint64_t state;
} generator;

/// A case: it draws its inputs from `draw` and takes all results into `digest`, which `case_ends` prints.
typedef struct {
  char name[96];
  generator draw;
  uint64_t digest;
} test_case;

static inline uint64_t next_word(generator *g) {
  uint64_t z = g->state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static inline size_t below(generator *g, size_t n) { return (size_t)(next_word(g) % n); }

/// Uniform in [-scale, scale).
static inline float uniform(generator *g, float scale) {
  return (float)((int64_t)(next_word(g) >> 40) - (1 << 23)) * 0x1p-23f * scale;
}

/// Takes bytes into a digest (FNV-1a, 64 bits).
static inline void take(test_case *c, const void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) c->digest = (c->digest ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3;
}

static inline test_case case_begins(const char *name) {
  test_case c = {.digest = 0xcbf29ce484222325};
  snprintf(c.name, sizeof c.name, "%s", name);
  take(&c, name, strlen(name));
  c.draw.state = c.digest;
  return c;
}

static inline void case_ends(const test_case *c) {
  printf("%s %016llx\n", c->name, (unsigned long long)c->digest);
}

/// Memory for `count` values, none of which the kernels may leave as it is.
static inline void *memory_for(size_t count, size_t size) {
  const size_t bytes = count * size + 1;
  void *memory = malloc(bytes);
  if (!memory) abort();
  memset(memory, 0x5a, bytes);
  return memory;
}

/// Half-precision or single-precision values of many magnitudes: zeros of both signs and subnormal numbers
/// among them.
void *stored_values(generator *g, size_t count, int half);

/// Floats uniform in [-scale, scale).
float *uniform_values(generator *g, size_t count, float scale);

void probe_cases(void);
void adam_cases(void);
void array_cases(void);
void selection_cases(void);
/// Ends the program where the processor's instructions do not give what plain C gives.
void sha256_cases(void);

#endif
