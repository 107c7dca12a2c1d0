// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef CFUZZ_MEMORY_H
#define CFUZZ_MEMORY_H

#include <stddef.h>

void fuzz_memory_begin(void);
// The most bytes allocated at once since then, beyond those that were allocated then.
size_t fuzz_memory_peak(void);
int fuzz_counts_memory(void);

#endif
