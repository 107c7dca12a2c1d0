// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import CFuzz

/// What may not happen to a reader.
struct Failure {
  let number: UInt64
  let reason: String
}

/// What came out of all cases of one reader.
struct Tally {
  var accepted: UInt64 = 0
  var refused: UInt64 = 0
  var peak: (bytes: UInt64, number: UInt64) = (0, 0)
  var slowest: (nanoseconds: UInt64, number: UInt64) = (0, 0)
  var failures: [Failure] = []

  mutating func add(_ slot: fuzz_slot) {
    accepted += slot.accepted
    refused += slot.refused
    if slot.peak > peak.bytes { peak = (slot.peak, slot.peak_case) }
    if slot.slowest > slowest.nanoseconds { slowest = (slot.slowest, slot.slowest_case) }
  }
}
