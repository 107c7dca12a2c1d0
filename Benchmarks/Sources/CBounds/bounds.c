// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "bounds.h"

#include <string.h>
#include <sys/mman.h>

void *ser_bound_allocate(size_t count) {
    void *memory = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (memory == MAP_FAILED) return NULL;
#ifdef MADV_HUGEPAGE
    madvise(memory, count, MADV_HUGEPAGE);
#endif
    // Pages that were never written all are the same page of zeros, which a cache holds.
    memset(memory, 1, count);
    return memory;
}

void ser_bound_free(void *memory, size_t count) { munmap(memory, count); }

// Eight sums of eight words, so that no addition waits for the one before it.
static inline __attribute__((always_inline)) uint64_t read_rows(
    const char *rows, size_t row_bytes, const uint32_t *order, size_t count) {
    typedef uint64_t words __attribute__((vector_size(64)));
    words sums[4] = {{0}};
    uint64_t rest = 0;
    for (size_t r = 0; r < count; r++) {
        const char *row = rows + order[r] * row_bytes;
        size_t i = 0;
        for (; i + 256 <= row_bytes; i += 256) {
            for (int j = 0; j < 4; j++) {
                words part;
                memcpy(&part, row + i + 64 * j, 64);
                sums[j] += part;
            }
        }
        for (; i + 8 <= row_bytes; i += 8) {
            uint64_t word;
            memcpy(&word, row + i, 8);
            rest += word;
        }
    }
    const words sum = sums[0] + sums[1] + sums[2] + sums[3];
    for (int j = 0; j < 8; j++) rest += sum[j];
    return rest;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t read_rows_avx2(
    const char *rows, size_t row_bytes, const uint32_t *order, size_t count) {
    return read_rows(rows, row_bytes, order, count);
}
#endif

uint64_t ser_bound_read(const void *rows, size_t row_bytes, const uint32_t *order, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return read_rows_avx2(rows, row_bytes, order, count);
#endif
    return read_rows(rows, row_bytes, order, count);
}
