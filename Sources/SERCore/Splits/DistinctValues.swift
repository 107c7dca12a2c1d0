// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The different values of a column in ascending order, and the number of each row's value among them.
///
/// What NumPy's `unique(column, return_inverse=True)` gives: strings ascend by code point.
struct DistinctValues<Value: Hashable> {
  /// The different values, ascending.
  let values: [Value]
  /// For each row, where its value stands in ``values``.
  let numbers: [Int]

  private init(ascending: [Value], column: [Value]) {
    let places = Dictionary(uniqueKeysWithValues: zip(ascending, ascending.indices))
    values = ascending
    numbers = column.map { places[$0]! }
  }

  /// How many rows have each value.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for number in numbers { counts[number] += 1 }
    return counts
  }
}

extension DistinctValues<String> {
  init(_ column: [String]) { self.init(ascending: Set(column).sortedByCodePoint(), column: column) }
}

extension DistinctValues<Int> {
  init(_ column: [Int]) { self.init(ascending: Set(column).sorted(), column: column) }
}
