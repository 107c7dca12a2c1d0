// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A dense matrix, row-major: element (r, c) stands at `r · columns + c`.
public struct Matrix<Element: BLASScalar>: Hashable, Codable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// All elements, row after row.
  public var elements: [Element] {
    didSet { precondition(elements.count == rows * columns, "Matrix: elements may not change in number") }
  }

  /// A matrix of given elements.
  ///
  /// - Precondition: `elements` holds `rows · columns` values.
  public init(rows: Int, columns: Int, elements: [Element]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "Matrix [\(rows), \(columns)] from \(elements.count) elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix with the same value everywhere.
  public init(rows: Int, columns: Int, repeating value: Element = 0) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// The element in row `row` and column `column`.
  ///
  /// - Precondition: both are in range.
  public subscript(row: Int, column: Int) -> Element {
    get {
      check(row, column)
      return elements[row * columns + column]
    }
    set {
      check(row, column)
      elements[row * columns + column] = newValue
    }
  }

  /// One row, in place.
  public func row(_ row: Int) -> ArraySlice<Element> {
    check(row, 0)
    return elements[row * columns..<(row + 1) * columns]
  }

  private func check(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rows && column >= 0 && column <= max(0, columns - 1),
      "(\(row), \(column)) is outside a matrix [\(rows), \(columns)]")
  }

  private enum CodingKeys: String, CodingKey { case rows, columns, elements }

  /// Reads a matrix; a count that does not fit the shape is a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    let elements = try container.decode([Element].self, forKey: .elements)
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count == elements.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container,
        debugDescription: "a matrix [\(rows), \(columns)] with \(elements.count) elements")
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }
}
