// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How the *p*-values of a family are adjusted for their number.
public enum MultiplicityAdjustment: String, Hashable, Codable, Sendable, CaseIterable {
  /// Bonferroni (1936): no false rejection, under any dependence.
  case bonferroni
  /// ``holm(_:)``: no false rejection, under any dependence; never weaker than Bonferroni's.
  case holm
  /// Hochberg (1988): no false rejection, under independence or positive dependence.
  case hochberg
  /// ``benjaminiHochberg(_:)``: few false among the rejections, under independence or positive dependence.
  case benjaminiHochberg
  /// Benjamini and Yekutieli (2001): few false among the rejections, under any dependence.
  case benjaminiYekutieli

  /// The adjusted *p*-values, in the order of the input.
  ///
  /// - Precondition: Each is in 0...1.
  public func adjust(_ pValues: [Double]) -> [Double] {
    switch self {
    case .bonferroni: SERStats.bonferroni(pValues)
    case .holm: SERStats.holm(pValues)
    case .hochberg: SERStats.hochberg(pValues)
    case .benjaminiHochberg: SERStats.benjaminiHochberg(pValues)
    case .benjaminiYekutieli: SERStats.benjaminiYekutieli(pValues)
    }
  }

  /// Whether it bounds the probability of any false rejection, or else the expected share of false ones.
  public var boundsFamilywiseError: Bool {
    switch self {
    case .bonferroni, .holm, .hochberg: true
    case .benjaminiHochberg, .benjaminiYekutieli: false
    }
  }
}
