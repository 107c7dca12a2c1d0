// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A family of comparisons, declared by name before anyone looks at their *p*-values.
///
/// The family is all comparisons that a reader would scan for a finding, the unremarkable ones included. One
/// that has no *p*-value (no test could be made) stays in the list and is named in ``withoutPValue``: it
/// costs the others nothing, and nobody has to guess whether it was tried.
///
/// ```swift
/// let family = try ComparisonFamily([
///   .init("HuBERT - WavLM", pValue: 0.02), .init("HuBERT - emotion2vec", pValue: 0.03),
///   .init("WavLM - MFCC", pValue: nil),
/// ])
/// family.adjusted(by: .holm)  // 0.04, 0.04, nil
/// print(family)               // 2 of 3 comparisons have a p-value; without: WavLM - MFCC
/// ```
public struct ComparisonFamily: Hashable, Sendable {
  /// A comparison and its *p*-value, if it has one.
  public struct Comparison: Hashable, Sendable {
    /// What is compared, such as "HuBERT - WavLM on EmoDB".
    public let name: String
    /// The *p*-value before adjustment; nil if no test could be made.
    public let pValue: Double?

    /// A comparison.
    public init(_ name: String, pValue: Double?) {
      self.name = name
      self.pValue = pValue
    }
  }

  /// All comparisons, as declared.
  public let comparisons: [Comparison]

  /// A family.
  ///
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` for a *p*-value outside 0...1,
  ///   ``StatisticsError/unequalSizes(what:found:expected:)`` if two comparisons share a name.
  public init(_ comparisons: [Comparison]) throws(StatisticsError) {
    let names = Set(comparisons.map(\.name))
    guard names.count == comparisons.count else {
      throw .unequalSizes(
        what: "distinct names of comparisons", found: names.count, expected: comparisons.count)
    }
    for comparison in comparisons {
      if let p = comparison.pValue, !(p >= 0 && p <= 1) {
        throw .outOfRange(
          what: "the p-value of '\(comparison.name)'", value: p, allowed: "in 0...1, or absent")
      }
    }
    self.comparisons = comparisons
  }

  /// The number of comparisons that have a *p*-value: what the adjustment counts.
  public var size: Int { comparisons.count { $0.pValue != nil } }

  /// The names of the comparisons that have none.
  public var withoutPValue: [String] { comparisons.filter { $0.pValue == nil }.map(\.name) }

  /// The adjusted *p*-values in the order of ``comparisons``; nil where there was none.
  ///
  /// - Complexity: O(*m* log *m*).
  public func adjusted(by adjustment: MultiplicityAdjustment) -> [Double?] {
    var adjusted = adjustment.adjust(comparisons.compactMap(\.pValue)).makeIterator()
    return comparisons.map { $0.pValue == nil ? nil : adjusted.next() }
  }

  /// The names of the comparisons whose adjusted *p*-value is at most `alpha`.
  ///
  /// - Precondition: 0 < `alpha` < 1, such as 0.05.
  public func rejected(alpha: Double, by adjustment: MultiplicityAdjustment) -> [String] {
    requireAlpha(alpha)
    return zip(comparisons, adjusted(by: adjustment)).compactMap { comparison, p in
      p.map { $0 <= alpha } == true ? comparison.name : nil
    }
  }
}

extension ComparisonFamily: CustomStringConvertible {
  /// A sentence, such as "2 of 3 comparisons have a p-value; without: WavLM - MFCC".
  public var description: String {
    let left = withoutPValue
    return "\(size) of \(comparisons.count) comparisons have a p-value"
      + (left.isEmpty ? "" : "; without: \(left.joined(separator: ", "))")
  }
}
