// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_HALF_H
#define SER_HALF_H

#include <stdint.h>
#include <string.h>

/// A half as a float; exact, subnormals included, finite values only.
static inline __attribute__((always_inline)) float ser_widen(uint16_t bits) {
  uint32_t magnitude = (uint32_t)(bits & 0x7fff) << 13, sign = (uint32_t)(bits & 0x8000) << 16;
  float value;
  memcpy(&value, &magnitude, sizeof value);
  value *= 0x1p112f;
  memcpy(&magnitude, &value, sizeof value);
  magnitude |= sign;
  memcpy(&value, &magnitude, sizeof value);
  return value;
}

#endif
