// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels

extension HiddenStates {
  /// Where the given rows start, in order; valid while `body` runs. For kernels that walk over many rows.
  package func withRowPointers<Result>(
    _ rows: ArraySlice<Int>, _ body: (UnsafeBufferPointer<UnsafeRawPointer?>) throws -> Result
  ) rethrows -> Result {
    try unsafe withPointers(pointers(to: rows), body)
  }

  /// Where the rows of a range start.
  package func withRowPointers<Result>(
    _ rows: Range<Int>, _ body: (UnsafeBufferPointer<UnsafeRawPointer?>) throws -> Result
  ) rethrows -> Result {
    try unsafe withPointers(pointers(to: rows), body)
  }

  // Apart from what is generic in the result, which no other module specializes: this runs for every row of a batch.
  private func pointers(to rows: some Collection<Int>) -> [UnsafeRawPointer?] {
    let stride = storedRowLength * precision.bytes
    let offset = firstState * dimension * precision.bytes
    return unsafe rows.map { row in
      let location = locations[row]
      return unsafe Optional(sources[Int(location.source)].base + (Int(location.row) * stride + offset))
    }
  }

  private func withPointers<Result>(
    _ pointers: [UnsafeRawPointer?], _ body: (UnsafeBufferPointer<UnsafeRawPointer?>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(sources) {
      try unsafe pointers.withUnsafeBufferPointer { unsafe try body($0) }
    }
  }

  /// The first value that is NaN or infinite, in row order; `nil` if all are finite.
  ///
  /// - Complexity: O(*n*·(*L*+1)·*d*), at the speed of memory.
  public func firstNonFinite() -> (row: Int, state: Int, dimension: Int)? {
    unsafe withRowPointers(0..<rowCount) { pointers in
      for row in 0..<pointers.count {
        let at = unsafe ser_first_nonfinite(pointers[row], precision == .half ? 1 : 0, rowLength)
        if at < rowLength { return (row, at / dimension, at % dimension) }
      }
      return nil
    }
  }

  /// Mean and sum of squared deviations of every value over all rows, shape `[L+1, d]`, in Double.
  func moments() -> (mean: [Double], squares: [Double]) {
    // Deviations from the first row keep the squares small, so that one pass is as exact as two.
    let shift = row(0).map(Double.init)
    var sum = [Double](repeating: 0, count: rowLength)
    var squares = sum
    unsafe withRowPointers(0..<rowCount) { pointers in
      for row in 0..<pointers.count {
        unsafe ser_accumulate_moments(
          pointers[row], precision == .half ? 1 : 0, rowLength, shift, &sum, &squares)
      }
    }
    let n = Double(rowCount)
    for i in 0..<rowLength { squares[i] = max(0, squares[i] - sum[i] * sum[i] / n) }
    return (zip(shift, sum).map { $0 + $1 / n }, squares)
  }
}
