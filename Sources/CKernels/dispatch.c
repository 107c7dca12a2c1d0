// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "dispatch.h"
#include "ckernels.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static const char *const names[SER_LEVELS] = {
    [SER_PORTABLE] = "portable", [SER_NEON] = "neon", [SER_AVX2] = "avx2", [SER_AVX512] = "avx512"};

/// Whether the processor runs what is compiled for a level.
static int can_run(enum ser_level level) {
  switch (level) {
  case SER_PORTABLE: return 1;
#if defined(__aarch64__)
  case SER_NEON: return 1;  // part of the architecture
#elif defined(__x86_64__)
  case SER_AVX2: return __builtin_cpu_supports("x86-64-v3") != 0;
  case SER_AVX512: return __builtin_cpu_supports("x86-64-v4") != 0;
#endif
  default: return 0;
  }
}

/// Whether the processor has instructions for SHA-256.
static int can_hash(void) {
#if defined(__x86_64__)
  // By number: not every compiler knows the SHA extensions by name.
  unsigned a, b, c, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1) &&
         __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
#elif defined(__aarch64__) && defined(__APPLE__)
  return 1;  // every Apple silicon has them
#elif defined(__aarch64__) && defined(__linux__)
  return (getauxval(AT_HWCAP) & 1ul << 6) != 0;  // HWCAP_SHA2
#else
  return 0;
#endif
}

/// A level, and beside it whether SHA-256 is the processor's. One value, so that one store publishes both.
static unsigned answer(void) {
  const char *asked = getenv("SER_KERNELS");
  enum ser_level level = SER_PORTABLE;
  for (enum ser_level next = SER_PORTABLE; next < SER_LEVELS; next++) {
    if (!can_run(next)) continue;
    level = next;
    if (asked && strcmp(asked, names[next]) == 0) break;
  }
  const int plain = asked && strcmp(asked, names[SER_PORTABLE]) == 0;
  return (unsigned)level << 1 | (unsigned)(!plain && can_hash());
}

/// Found once. Every thread would find the same, so a race only stores the same value twice.
static unsigned kept_answer(void) {
  static atomic_int kept = -1;
  int known = atomic_load_explicit(&kept, memory_order_relaxed);
  if (known < 0) {
    known = (int)answer();
    atomic_store_explicit(&kept, known, memory_order_relaxed);
  }
  return (unsigned)known;
}

enum ser_level ser_chosen(void) { return (enum ser_level)(kept_answer() >> 1); }

int ser_has_sha(void) { return (int)(kept_answer() & 1); }

const char *ser_kernel_variant(void) { return names[ser_chosen()]; }
