// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_DISPATCH_H
#define SER_DISPATCH_H

/// What the kernels may ask of the processor, from the least to the most. A table of functions by level has
/// an entry for each level that ser_chosen can give on its architecture.
enum ser_level { SER_PORTABLE, SER_NEON, SER_AVX2, SER_AVX512, SER_LEVELS };

/// The level of this process: the highest that its processor has, or a lower one that SER_KERNELS names. Safe
/// on any thread; the environment is read once.
enum ser_level ser_chosen(void);

/// Whether this process uses the processor's instructions for SHA-256: where it has them, unless SER_KERNELS
/// asks for the portable level.
int ser_has_sha(void);

#endif
