// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport

/// Hidden states for tests of them.
enum ArrayFixtures {
  /// [n, L+1, d]: single values, odd lengths, rows longer than a block of the kernels.
  static let shapes = [(1, 1, 1), (1, 1, 5), (3, 2, 4), (5, 13, 7), (2, 1, 4097), (2, 3, 2048)]

  /// Bits of random finite halves, subnormal ones and both zeros among them.
  static func halves(_ count: Int, seed: UInt64) -> [UInt16] {
    var generator = SplitMix64(state: seed)
    return (0..<count).map { i in
      let bits = UInt16.random(in: .min ... .max, using: &generator)
      return i % 5 == 0 ? bits & 0x83ff : bits & 0x7c00 == 0x7c00 ? bits & 0xbfff : bits
    }
  }

  /// Random values of about the size of hidden states.
  static func floats(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(state: seed)
    return (0..<count).map { _ in Float.random(in: -4...4, using: &generator) }
  }

  static func states(_ n: Int, _ states: Int, _ dimension: Int, seed: UInt64 = 0) -> HiddenStates {
    HiddenStates(floats(n * states * dimension, seed: seed), states: states, dimension: dimension)
  }

  static func rows(_ states: HiddenStates) -> [[Float]] { (0..<states.rowCount).map { states.row($0) } }
}
