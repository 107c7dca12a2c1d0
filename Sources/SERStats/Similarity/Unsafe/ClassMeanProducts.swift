// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
internal import SERCore

/// Many labelings of the same rows, packed for ``Matrix/classMeanProducts(of:counts:shift:column:)``.
struct LabelPlanes: Sendable {
  /// The number of labelings.
  let draws: Int
  /// The number of rows.
  let rows: Int
  /// The number of classes.
  let classes: Int
  fileprivate let words: [UInt64]

  /// Packs labelings.
  ///
  /// - Parameters:
  ///   - labels: The class of each row in each labeling, shape `[draws, rows]`.
  ///   - rows: The number of rows, at least one.
  ///   - classes: The number of classes, 2 to 128.
  /// - Precondition: `labels` holds whole labelings.
  /// - Complexity: O(*draws*·*rows*·*classes*/8).
  init(_ labels: ArraySlice<UInt8>, rows: Int, classes: Int) {
    precondition(
      rows > 0 && labels.count % rows == 0 && (2...128).contains(classes),
      "LabelPlanes: \(labels.count) labels of \(rows) rows in \(classes) classes")
    let draws = labels.count / rows
    let perRow = (rows + Int(SER_PLANE_ROWS) - 1) / Int(SER_PLANE_ROWS)
    var words = [UInt64](repeating: 0, count: perRow * draws * (classes - 1))
    unsafe labels.withUnsafeBufferPointer { labels in
      unsafe words.withUnsafeMutableBufferPointer { words in
        guard draws > 0 else { return }
        unsafe ser_label_planes(labels.baseAddress, rows, draws, classes, words.baseAddress)
      }
    }
    self.draws = draws
    self.rows = rows
    self.classes = classes
    self.words = words
  }
}

extension Matrix where Element == Float {
  /// The columns that one call of ``classMeanProducts(of:counts:shift:column:)`` covers.
  static var classMeanColumns: Int { Int(SER_TILE) }

  /// The products of the class means of every labeling, over ``classMeanColumns`` columns: summed over all
  /// columns, they are the Gram matrix of the means.
  ///
  /// The same bits on every processor. Sums are in Float about `shift`, means and products in Double.
  ///
  /// - Parameters:
  ///   - planes: The labelings of these rows.
  ///   - counts: Rows of each class, the same in all labelings.
  ///   - shift: Subtracted from each column while rows are summed: near the columns' means, it keeps the
  ///     digits in which the class means differ.
  ///   - column: The first column.
  /// - Returns: Shape `[draws, classes (classes + 1) / 2]`: the pairs (0, 0), (0, 1) ... (1, 1) ....
  /// - Precondition: Shapes fit, no count is 0, and the column is one.
  /// - Complexity: O(*draws*·*classes*·*n*/5) additions of a whole row of columns.
  func classMeanProducts(
    of planes: LabelPlanes, counts: [Int], shift: [Float], column: Int
  ) -> [Double] {
    precondition(
      planes.rows == rows && counts.count == planes.classes && counts.reduce(0, +) == rows
        && counts.allSatisfy { $0 > 0 } && shift.count == columns && (0..<columns).contains(column),
      "classMeanProducts: [\(rows), \(columns)] from column \(column), labels of \(planes.rows) rows, "
        + "classes of \(counts) rows, \(shift.count) shifts")
    let pairs = planes.classes * (planes.classes + 1) / 2
    var products = [Double](repeating: 0, count: planes.draws * pairs)
    guard planes.draws > 0 else { return products }
    let shares = counts.map { 1 / Double($0) }
    unsafe elements.withUnsafeBufferPointer { elements in
      unsafe planes.words.withUnsafeBufferPointer { words in
        unsafe products.withUnsafeMutableBufferPointer { products in
          unsafe ser_class_mean_products(
            elements.baseAddress, rows, columns, column, shift, shares, planes.classes, words.baseAddress,
            planes.draws, products.baseAddress)
        }
      }
    }
    return products
  }
}
