// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Mean and standard deviation of every (layer, dimension) over some rows: what turns hidden states into
/// values of mean 0 and deviation 1 on those rows.
///
/// z = (x − μ)/max(σ, 10⁻⁶), with σ the sample standard deviation (*n* − 1). Sums are in Double.
///
/// - Source: paper, section 3.3; the floor and *n* − 1 as released.
public struct Standardizer: Hashable, Codable, Sendable {
  /// The smallest deviation that is divided by, so that a constant dimension stays 0.
  public static let floor = 1e-6

  /// L + 1.
  public let states: Int
  /// d.
  public let dimension: Int
  /// μ, shape `[L+1, d]`.
  public let means: [Double]
  /// max(σ, ``floor``), shape `[L+1, d]`.
  public let deviations: [Double]
  /// The rows that it was fitted on.
  public let fittedRows: FittedRows

  /// Fits to rows.
  ///
  /// - Parameters:
  ///   - hiddenStates: The states, shape `[n, L+1, d]`.
  ///   - rows: The rows to fit on, as a rule the training side of a split.
  /// - Precondition: there are at least two rows; all values are finite.
  /// - Complexity: O(*rows*·(*L*+1)·*d*).
  public init(fitting hiddenStates: HiddenStates, rows: [Int]) {
    precondition(rows.count >= 2, "Standardizer: \(rows.count) rows; a deviation needs two")
    let chosen = hiddenStates.selecting(rows)
    let (mean, squares) = chosen.moments()
    states = hiddenStates.stateCount
    dimension = hiddenStates.dimension
    means = mean
    deviations = squares.map { max(($0 / Double(rows.count - 1)).squareRoot(), Self.floor) }
    fittedRows = FittedRows(chosen.identities)
  }

  /// Leaves values as they are: mean 0, deviation 1.
  public init(identityFor hiddenStates: HiddenStates) {
    states = hiddenStates.stateCount
    dimension = hiddenStates.dimension
    means = Array(repeating: 0, count: hiddenStates.rowLength)
    deviations = Array(repeating: 1, count: hiddenStates.rowLength)
    fittedRows = FittedRows([])
  }

  /// One row standardized, shape `[L+1, d]`.
  ///
  /// - Precondition: `row` has the shape that was fitted.
  public func standardized(_ row: [Float]) -> [Float] {
    precondition(row.count == means.count, "Standardizer of \(means.count) values given \(row.count)")
    return row.indices.map { (row[$0] - Float(means[$0])) * Float(1 / deviations[$0]) }
  }
}

extension Standardizer {
  private enum CodingKeys: String, CodingKey { case states, dimension, means, deviations, fittedRows }

  /// Reads what was fitted; counts that do not fit the shape, and deviations that cannot be divided by, are a
  /// `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    states = try container.decode(Int.self, forKey: .states)
    dimension = try container.decode(Int.self, forKey: .dimension)
    means = try container.decode([Double].self, forKey: .means)
    deviations = try container.decode([Double].self, forKey: .deviations)
    fittedRows = try container.decode(FittedRows.self, forKey: .fittedRows)
    let (count, overflow) = states.multipliedReportingOverflow(by: dimension)
    guard states > 0, dimension > 0, !overflow, means.count == count, deviations.count == count else {
      throw DecodingError.dataCorruptedError(
        forKey: .means, in: container,
        debugDescription:
          "\(means.count) means and \(deviations.count) deviations of [\(states), \(dimension)]")
    }
    guard means.allSatisfy(\.isFinite), deviations.allSatisfy({ $0.isFinite && $0 >= Self.floor }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .deviations, in: container, debugDescription: "a mean or deviation that cannot standardize")
    }
  }
}
