// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
  /// A copy of some bytes.
  ///
  /// - Precondition: the range lies within the span.
  package func array(_ range: Range<Int>) -> [UInt8] {
    unsafe extracting(range).withUnsafeBytes { unsafe Array($0) }
  }
}
