// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Which of the two signs a singular vector or eigenvector gets, so that equal matrices have equal vectors.
///
/// The first component that is as large as the largest, but for rounding, is positive. The allowance, √ε of
/// the largest, keeps the choice from hanging on the last bit where components are equal in size, as they are
/// in small or symmetric examples.
enum SignConvention {
  /// Whether each column of a row-major matrix has the wrong sign.
  static func negativeColumns<Element: BLASScalar>(
    of elements: [Element], rows: Int, columns: Int
  ) -> [Bool] {
    var largest = [Element](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        largest[column] = max(largest[column], elements[row * columns + column].magnitude)
      }
    }
    var deciding = [Element](repeating: 0, count: columns)
    for row in (0..<rows).reversed() {
      for column in 0..<columns {
        let component = elements[row * columns + column]
        if isLarge(component, beside: largest[column]) { deciding[column] = component }
      }
    }
    return deciding.map { $0 < 0 }
  }

  /// Whether a vector has the wrong sign.
  static func isNegative<Element: BLASScalar>(_ vector: ArraySlice<Element>) -> Bool {
    let largest = vector.reduce(0) { max($0, $1.magnitude) }
    return (vector.first { isLarge($0, beside: largest) } ?? 0) < 0
  }

  private static func isLarge<Element: BLASScalar>(_ component: Element, beside largest: Element) -> Bool {
    component.magnitude >= largest * (1 - Element.ulpOfOne.squareRoot())
  }
}
