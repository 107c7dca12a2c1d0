// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Sums of doubles in the order in which NumPy adds them, for decisions that hang on the last bit.
enum NumPySum {
  /// The sum of a contiguous array: below 8 numbers one by one, up to 128 in 8 interleaved sums, above that
  /// halved.
  ///
  /// - Source: NumPy 2.4.6, `pairwise_sum` in `loops_utils.h.src`.
  static func pairwise(_ values: ArraySlice<Double>) -> Double {
    let count = values.count
    if count < 8 { return values.reduce(0, +) }
    if count > 128 {
      let half = values.startIndex + (count / 2 - count / 2 % 8)
      return pairwise(values[..<half]) + pairwise(values[half...])
    }
    let first = values.startIndex
    var lanes = Array(values[first..<first + 8])
    let whole = count - count % 8
    for start in stride(from: 8, to: whole, by: 8) {
      for lane in 0..<8 { lanes[lane] += values[first + start + lane] }
    }
    let sum =
      ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
    return values[(first + whole)...].reduce(sum, +)
  }

  /// NumPy's `std(values)`, which divides by the number of values.
  ///
  /// - Parameter pairwise: Whether the values are contiguous, or one column of several in a matrix.
  static func standardDeviation(_ values: [Double], pairwise isPairwise: Bool = true) -> Double {
    func sum(_ values: [Double]) -> Double { isPairwise ? pairwise(values[...]) : values.reduce(0, +) }
    let count = Double(values.count)
    let mean = sum(values) / count
    return (sum(values.map { ($0 - mean) * ($0 - mean) }) / count).squareRoot()
  }
}
