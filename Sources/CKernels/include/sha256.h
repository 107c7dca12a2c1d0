// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_SHA256_H
#define SER_SHA256_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// Takes `blocks` blocks of 64 bytes into `state` [8], by the processor's own instructions; `constants` [64]
/// are those of FIPS 180-4, section 4.2.2. Returns 0, and has done nothing, where the processor has none or
/// `SER_KERNELS` is `portable`: the caller then does it itself.
int ser_sha256_blocks(uint32_t *state, const void *bytes, size_t blocks, const uint32_t *constants);

#if defined(__cplusplus)
}
#endif

#endif
