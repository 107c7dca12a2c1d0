// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_POOL_H
#define SER_POOL_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/// Zeroed memory for the sums of one batch, handed out in pieces that begin on cache lines: a register of 64
/// bytes that straddles two lines costs two accesses. A process that has no memory left cannot go on.
typedef struct {
  char *start, *next;
} ser_pool;

static inline ser_pool ser_pool_of(size_t bytes, size_t pieces) {
  const size_t whole = (bytes + pieces * 64 + 63) / 64 * 64;
  char *memory = aligned_alloc(64, whole);
  if (!memory) abort();
  memset(memory, 0, whole);
  return (ser_pool){memory, memory};
}

static inline void *ser_take(ser_pool *pool, size_t bytes) {
  void *piece = pool->next;
  pool->next += (bytes + 63) / 64 * 64;
  return piece;
}

#endif
