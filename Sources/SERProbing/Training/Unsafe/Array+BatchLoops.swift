// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

// Loops over a whole batch, which the compiler turns into vectors only without a check of every index.
extension Array where Element: BLASScalar {
  /// max(x, 0).
  mutating func rectify() {
    unsafe withUnsafeMutableBufferPointer { own in
      for i in 0..<own.count { unsafe own[i] = unsafe own[i] > 0 ? own[i] : 0 }
    }
  }

  /// Leaves a value where the rectified `activation` is positive, and makes it 0 elsewhere.
  ///
  /// - Precondition: there are as many activations.
  mutating func keepWherePositive(_ activation: [Element]) {
    precondition(activation.count == count)
    unsafe withUnsafeMutableBufferPointer { own in
      unsafe activation.withUnsafeBufferPointer { activation in
        for i in 0..<own.count { unsafe own[i] = unsafe activation[i] > 0 ? own[i] : 0 }
      }
    }
  }

  /// Makes every row of a matrix a copy of `row`.
  ///
  /// - Precondition: the matrix has whole rows.
  mutating func fillRows(with row: ArraySlice<Element>) {
    precondition(!row.isEmpty && count % row.count == 0)
    unsafe withUnsafeMutableBufferPointer { own in
      unsafe row.withUnsafeBufferPointer { row in
        for start in stride(from: 0, to: own.count, by: row.count) {
          unsafe (own.baseAddress! + start).update(from: row.baseAddress!, count: row.count)
        }
      }
    }
  }
}
