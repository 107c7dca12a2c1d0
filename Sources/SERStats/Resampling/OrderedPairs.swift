// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// One value for each ordered pair of different units: from each source language to each target language.
///
/// Twelve ordered pairs of four languages are four observations, not twelve: each language enters six of
/// them.
///
/// - Source: paper notes A10.
public struct OrderedPairs: Hashable, Sendable {
  /// The names of the units.
  public let units: [String]
  /// [source, target]; the diagonal is 0 and has no meaning.
  public let values: Matrix<Double>

  /// The values of a square matrix, [source, target]; its diagonal is not read.
  ///
  /// - Throws: ``StatisticsError`` for fewer than three units, a matrix of another size, or a value that is
  ///   not finite (its index is the matrix's, row after row).
  public init(units: [String], values: Matrix<Double>) throws(StatisticsError) {
    guard units.count >= 3 else { throw .tooFewUnits(kind: "languages", found: units.count, needed: 3) }
    for size in [values.rows, values.columns] where size != units.count {
      throw .unequalSizes(what: "rows or columns", found: size, expected: units.count)
    }
    var values = values
    for unit in units.indices { values[unit, unit] = 0 }
    try requireFinite(values.elements)
    self.units = units
    self.values = values
  }

  /// The difference of two systems, pair by pair.
  ///
  /// - Throws: ``StatisticsError`` if the units are not the same, in the same order, or a difference is not
  ///   finite.
  public init(difference a: OrderedPairs, _ b: OrderedPairs) throws(StatisticsError) {
    let same = zip(a.units, b.units).prefix { $0 == $1 }.count
    guard same == a.units.count, same == b.units.count else {
      throw .unequalSizes(
        what: "languages in common, in the same order,", found: same, expected: a.units.count)
    }
    let differences = zip(a.values.elements, b.values.elements).map { $0 - $1 }
    try self.init(
      units: a.units, values: Matrix(rows: a.units.count, columns: a.units.count, elements: differences))
  }

  /// The number of units, *n*.
  public var n: Int { units.count }

  /// The mean over all *n*(*n* - 1) pairs.
  public var mean: Double { values.elements.reduce(0, +) / Double(n * (n - 1)) }

  /// The mean of each unit's pairs as a source.
  public var sourceMeans: [Double] {
    units.indices.map { unit in values.row(unit).reduce(0, +) / Double(n - 1) }
  }

  /// The mean of each unit's pairs as a target.
  public var targetMeans: [Double] {
    units.indices.map { unit in
      units.indices.reduce(0) { $0 + values[$1, unit] } / Double(n - 1)
    }
  }

  /// What each unit brings to the mean: the jackknife's pseudo-values as a unit is left out with all its
  /// pairs.
  ///
  /// Their mean is ``mean``. If a value is *μ* plus an effect of its source and one of its target, a unit's
  /// pseudo-value is *μ* plus its two effects, so pseudo-values are independent where units are.
  public var pseudovalues: [Double] {
    let center = mean
    let factor = Double(n - 1) / Double(n - 2)
    return zip(sourceMeans, targetMeans).map { center + factor * ($0 + $1 - 2 * center) }
  }

  /// The most that rounding may have done to a sum of all values.
  var rounding: Double {
    2 * values.elements.reduce(0) { $0 + $1.magnitude }.ulp * Double(n)
  }
}
