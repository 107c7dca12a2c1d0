// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a probe could not be trained or used.
public enum ProbeError: Error, Hashable, Sendable {
  /// The loss became NaN or infinite.
  case diverged(epoch: Int)
  /// States of another shape than those the probe was trained on.
  case shape(found: [Int], expected: [Int])
}

extension ProbeError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .diverged(let epoch):
      "training diverged in epoch \(epoch): the loss is not finite; lower the learning rate, or standardize"
    case .shape(let found, let expected):
      "hidden states [n, \(found[0]), \(found[1])], but the probe was trained on [n, \(expected[0]), \(expected[1])]"
    }
  }
}
