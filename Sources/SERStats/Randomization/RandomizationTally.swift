// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A statistic's null distribution, counted against the observed value arrangement by arrangement.
///
/// Every permutation, sign-flip and relabeling test of this library counts here, so that ties, tails and the
/// observed arrangement mean the same everywhere.
///
/// ```swift
/// var tally = RandomizationTally(observed: rho)
/// for relabeling in relabelings { tally.count(statistic(relabeling)) }
/// tally.pValue(.greater, of: .enumeration)
/// ```
///
/// - Source: Phipson and Smyth (2010), "Permutation p-values should never be zero"; SciPy `permutation_test`.
public struct RandomizationTally: Hashable, Sendable {
  /// Whether the counted arrangements are all that there are.
  public enum Coverage: Hashable, Sendable {
    /// All, the observed one among them: *p* = *b*/*m*.
    case enumeration
    /// Some, drawn at random: the observed one is added, *p* = (*b* + 1)/(*m* + 1), and never 0.
    case sampling
  }

  /// The value to compare with.
  public let observed: Double
  /// How far apart two values may be and still count as equal.
  public let tolerance: Double
  /// The number of arrangements counted, *m*.
  public private(set) var arrangements = 0
  /// How many gave the observed value or more.
  public private(set) var atLeast = 0
  /// How many gave the observed value or less.
  public private(set) var atMost = 0

  /// A tally with nothing counted.
  ///
  /// - Parameters:
  ///   - observed: The value of the arrangement that was observed.
  ///   - rounding: The largest error that rounding may leave in a value. Values count as equal within it, or
  ///     within 2.2e-14 of the observed one (SciPy's rule), whichever is more: equal arrangements must not
  ///     hang on the last bit.
  /// - Precondition: Both are finite.
  public init(observed: Double, rounding: Double = 0) {
    precondition(observed.isFinite && rounding.isFinite, "RandomizationTally: \(observed) ± \(rounding)")
    self.observed = observed
    tolerance = max(100 * Double.ulpOfOne * observed.magnitude, rounding)
  }

  /// How many gave the observed value, within ``tolerance``.
  public var ties: Int { atLeast + atMost - arrangements }

  /// Counts one arrangement, or several that have the same value.
  ///
  /// - Precondition: `value` is a number, and `times` is not negative.
  public mutating func count(_ value: Double, times: Int = 1) {
    precondition(!value.isNaN, "RandomizationTally: a statistic is not a number")
    precondition(times >= 0, "RandomizationTally: counted \(times) times")
    arrangements += times
    if value >= observed - tolerance { atLeast += times }
    if value <= observed + tolerance { atMost += times }
  }

  /// Counts many arrangements at once, for a test that need not go through them one by one.
  ///
  /// - Parameters:
  ///   - arrangements: How many there are.
  ///   - atLeast: How many of them give at least `observed - tolerance`.
  ///   - atMost: How many of them give at most `observed + tolerance`.
  package mutating func count(_ arrangements: Int, atLeast: Int, atMost: Int) {
    precondition(
      (0...arrangements).contains(atLeast) && (0...arrangements).contains(atMost),
      "RandomizationTally: \(atLeast) and \(atMost) of \(arrangements) arrangements")
    self.arrangements += arrangements
    self.atLeast += atLeast
    self.atMost += atMost
  }

  /// Adds what another tally counted against the same value, such as one thread's share.
  ///
  /// - Precondition: Observed value and tolerance are the same.
  public mutating func add(_ other: RandomizationTally) {
    precondition(
      observed == other.observed && tolerance == other.tolerance,
      "RandomizationTally: of another value")
    arrangements += other.arrangements
    atLeast += other.atLeast
    atMost += other.atMost
  }

  /// The *p*-value; two-sided is twice the smaller tail, at most 1.
  ///
  /// - Precondition: An enumeration is not empty.
  public func pValue(_ alternative: Alternative, of coverage: Coverage) -> Double {
    precondition(arrangements > 0 || coverage == .sampling, "RandomizationTally: nothing was counted")
    let own = coverage == .sampling ? 1.0 : 0.0
    let share = { (count: Int) in (Double(count) + own) / (Double(arrangements) + own) }
    return switch alternative {
    case .greater: share(atLeast)
    case .less: share(atMost)
    case .twoSided: min(1, 2 * min(share(atLeast), share(atMost)))
    }
  }

  /// Where such a *p*-value comes from.
  public func source(of coverage: Coverage) -> PValueSource {
    coverage == .enumeration ? .enumeration(arrangements: arrangements) : .sampling(draws: arrangements)
  }
}
