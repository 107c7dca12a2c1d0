// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Counts what is allocated by taking malloc and mmap over: their own book-keeping in glibc tells neither a peak nor what
// was asked for and never touched. Every library of the process calls these, as the program comes first in the order of
// symbols. Memory of the stack is not counted; to overflow it ends the process.
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "memory.h"

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__linux__) && defined(__GLIBC__) && !defined(SER_FUZZ_NO_METER)

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static atomic_long live, peak;

static void add(long count) {
  long now = atomic_fetch_add_explicit(&live, count, memory_order_relaxed) + count;
  long most = atomic_load_explicit(&peak, memory_order_relaxed);
  while (now > most && !atomic_compare_exchange_weak_explicit(&peak, &most, now, memory_order_relaxed,
                                                              memory_order_relaxed)) {}
}

static void subtract(long count) { atomic_fetch_sub_explicit(&live, count, memory_order_relaxed); }

static void *counted(void *memory) {
  if (memory) add((long)malloc_usable_size(memory));
  return memory;
}

void *malloc(size_t count) { return counted(__libc_malloc(count)); }
void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t count) { return counted(__libc_memalign(alignment, count)); }
void *aligned_alloc(size_t alignment, size_t count) { return counted(__libc_memalign(alignment, count)); }
void *valloc(size_t count) { return counted(__libc_memalign(4096, count)); }

int posix_memalign(void **result, size_t alignment, size_t count) {
  if (alignment % sizeof(void *) || alignment & (alignment - 1) || !alignment) return EINVAL;
  void *memory = counted(__libc_memalign(alignment, count));
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

void free(void *memory) {
  if (memory) subtract((long)malloc_usable_size(memory));
  __libc_free(memory);
}

void *realloc(void *memory, size_t count) {
  long before = memory ? (long)malloc_usable_size(memory) : 0;
  void *result = __libc_realloc(memory, count);
  if (!result && count) return NULL;  // what was there still is
  // Both exist while the one is copied to the other.
  if (result) add((long)malloc_usable_size(result));
  subtract(before);
  return result;
}

void *mmap(void *address, size_t count, int protection, int flags, int file, off_t offset) {
  void *result = (void *)syscall(SYS_mmap, address, count, protection, flags, file, offset);
  if (result != MAP_FAILED) add((long)count);
  return result;
}

void *mmap64(void *address, size_t count, int protection, int flags, int file, off64_t offset) {
  return mmap(address, count, protection, flags, file, (off_t)offset);
}

int munmap(void *address, size_t count) {
  int result = (int)syscall(SYS_munmap, address, count);
  if (result == 0) subtract((long)count);
  return result;
}

static long baseline;

void fuzz_memory_begin(void) {
  baseline = atomic_load_explicit(&live, memory_order_relaxed);
  atomic_store_explicit(&peak, baseline, memory_order_relaxed);
}

size_t fuzz_memory_peak(void) { return (size_t)(atomic_load_explicit(&peak, memory_order_relaxed) - baseline); }

int fuzz_counts_memory(void) { return 1; }

#else

void fuzz_memory_begin(void) {}
size_t fuzz_memory_peak(void) { return 0; }
int fuzz_counts_memory(void) { return 0; }

#endif
