// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// What a fuzzer needs of the system and Swift does not give: child processes, memory that they share, a meter of
// allocations, and a file without a place on disk. For one thread a process.
#ifndef CFUZZ_H
#define CFUZZ_H

#include <stddef.h>
#include <stdint.h>

// What one child did, in memory that the parent reads after its death.
typedef struct {
  uint64_t next;          // the case at work; after the last one, the one behind it
  uint64_t accepted;      // cases whose bytes were read
  uint64_t refused;       // cases that ended in the reader's own error
  uint64_t peak;          // the most bytes that a case had allocated at once
  uint64_t peak_case;
  uint64_t slowest;       // the most processor time of a case, in nanoseconds
  uint64_t slowest_case;
  uint32_t failures;      // those that did not end the child
} fuzz_slot;

// `count` slots, all zero. NULL if there is no memory.
fuzz_slot *fuzz_slots(int count);
fuzz_slot *fuzz_slot_at(fuzz_slot *slots, int index);
void fuzz_slot_reset(fuzz_slot *slot, uint64_t next);

// A failure that the child survived; false if no further one can be noted, and the child should end.
int fuzz_note(fuzz_slot *slot, uint64_t number, const char *text);
uint64_t fuzz_noted_case(const fuzz_slot *slot, uint32_t index);
const char *fuzz_noted_text(const fuzz_slot *slot, uint32_t index);

// Begins a case: from here, a second of processor time or thirty of waiting end the process by SIGPROF or SIGALRM.
void fuzz_begin(fuzz_slot *slot, uint64_t number);
// Ends it, and returns the most bytes that it had allocated at once.
typedef enum { FUZZ_ACCEPTED, FUZZ_REFUSED, FUZZ_FAILED } fuzz_outcome;
uint64_t fuzz_end(fuzz_slot *slot, fuzz_outcome outcome);
// Whether allocations are counted on this system.
int fuzz_counts_memory(void);

// 0 in the child, its number in the parent, -1 on failure. The child gets at most 4 GiB of addresses, and no core.
int fuzz_fork(void);
// Waits for any child: its number, and its exit code, or 256 + the signal that ended it.
int fuzz_wait(int *outcome);
void fuzz_exit(int code);

// An empty file in memory where there is such a thing, else in `folder`; fills in its path. -1 on failure.
int fuzz_file(const char *folder, char *path, size_t capacity);
// Makes the file exactly these bytes; 0, or -1 on failure.
int fuzz_file_put(int file, const void *bytes, size_t count);

#endif
