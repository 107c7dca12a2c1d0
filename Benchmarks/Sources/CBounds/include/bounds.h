// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_BOUNDS_H
#define SER_BOUNDS_H

#include <stddef.h>
#include <stdint.h>

/// Memory of `count` bytes, huge pages where the system grants them, every byte written; NULL where there is none.
/// Given back by `ser_bound_free`.
void *ser_bound_allocate(size_t count);

/// Gives `count` bytes back.
void ser_bound_free(void *memory, size_t count);

/// Reads `count` rows of `row_bytes` bytes each (a multiple of 8) in the order given, whole, and adds up their words.
uint64_t ser_bound_read(const void *rows, size_t row_bytes, const uint32_t *order, size_t count);

#endif
