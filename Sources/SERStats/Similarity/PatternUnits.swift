// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension Matrix where Element == Double {
  /// In units of 2 to the power `exponent`, such that the largest magnitude is near 1 and its square a
  /// number. Exact.
  func inUnits() -> (values: Matrix, exponent: Int) {
    let exponent = binaryExponent(of: elements[...])
    let factor = Double(sign: .plus, exponent: -exponent, significand: 1)
    return (Matrix(rows: rows, columns: columns, elements: elements.map { $0 * factor }), exponent)
  }

  /// Each row in such units of its own, which leave its direction.
  func rowsInOwnUnits() -> Matrix {
    var scaled: [Double] = []
    scaled.reserveCapacity(elements.count)
    for row in 0..<rows {
      let own = self.row(row)
      let factor = Double(sign: .plus, exponent: -binaryExponent(of: own), significand: 1)
      scaled += own.lazy.map { $0 * factor }
    }
    return Matrix(rows: rows, columns: columns, elements: scaled)
  }

  /// Less the mean of each row.
  func lessRowMeans() -> Matrix {
    var centered: [Double] = []
    centered.reserveCapacity(elements.count)
    for row in 0..<rows {
      let own = self.row(row)
      // The first value is about as far off as the mean, and its difference to others near it is exact.
      let first = own.first ?? 0
      let mean = own.reduce(0) { $0 + ($1 - first) } / Double(columns)
      centered += own.lazy.map { $0 - first - mean }
    }
    return Matrix(rows: rows, columns: columns, elements: centered)
  }

  /// Less the mean of each column.
  func lessColumnMeans() -> Matrix {
    guard rows > 0 else { return self }
    var centered = elements
    for column in 0..<columns {
      let first = elements[column]
      var sum = 0.0
      for row in 0..<rows { sum += elements[row * columns + column] - first }
      let mean = sum / Double(rows)
      for row in 0..<rows { centered[row * columns + column] -= first }
      for row in 0..<rows { centered[row * columns + column] -= mean }
    }
    return Matrix(rows: rows, columns: columns, elements: centered)
  }
}

/// Squares of numbers in units of 2 to the power `exponent`, in units of 1.
///
/// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` where one is no number, or one of fewer
///   digits.
func squares(_ values: [Double], inUnitsOf exponent: Int) throws(StatisticsError) -> [Double] {
  var squares: [Double] = []
  squares.reserveCapacity(values.count)
  for value in values {
    let square = Double(sign: .plus, exponent: 2 * exponent, significand: value)
    guard value == 0 || square.isNormal else {
      throw .outOfRange(
        what: "the distance of two patterns",
        value: Double(sign: .plus, exponent: exponent, significand: value.magnitude.squareRoot()),
        allowed: "0 or from 1e-150 to 1e150, since it is squared; multiply all patterns by one power of ten")
    }
    squares.append(square)
  }
  return squares
}

/// Throws for the first value that is not finite, or so large that a difference might not be.
func requireMagnitudes(_ values: [Double]) throws(StatisticsError) {
  if let index = values.firstIndex(where: { !($0.magnitude <= largestMagnitude) }) {
    throw .notFinite(index: index)
  }
}

/// That of the largest magnitude; 0 for zeros.
private func binaryExponent(of values: ArraySlice<Double>) -> Int {
  let largest = values.reduce(0) { max($0, $1.magnitude) }
  // Of subnormal numbers a smaller one would have no power of two to multiply by.
  return largest > 0 ? max(-1000, Int(largest.exponent)) : 0
}
