// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Array {
  /// Calls `body` with some elements, to be changed in place.
  ///
  /// - Precondition: the range lies within the array.
  mutating func withMutableSpan(of range: Range<Int>, _ body: (inout MutableSpan<Element>) -> Void) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    unsafe withUnsafeMutableBufferPointer { all in
      var part = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: all[range]))
      body(&part)
    }
  }
}
