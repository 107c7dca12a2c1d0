// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A number in words: one decimal, none where it is whole.
func rounded(_ value: Double) -> String {
  let tenths = (value * 10).rounded() / 10
  return tenths == tenths.rounded() && tenths.magnitude < 1e18 ? "\(Int(tenths))" : "\(tenths)"
}
