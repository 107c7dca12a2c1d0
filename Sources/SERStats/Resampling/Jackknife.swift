// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The delete-one jackknife of a statistic of few independent units, such as languages.
///
/// How the statistic moves as each unit is left out gives its standard error and its bias. Null hypothesis of
/// the test: the statistic is 0. Assumed: its pseudo-values are nearly independent and normal; then *t* has
/// *n* - 1 degrees of freedom. For a mean it is the one-sample *t* test.
///
/// ```swift
/// let jackknife = try Jackknife(perLanguage) { $0.reduce(0, +) / Double($0.count) }
/// jackknife.confidenceInterval(level: 0.95)
/// jackknife.mostInfluential  // the language without which the statistic changes most
/// ```
///
/// - Source: Tukey (1958); Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapter 11.
public struct Jackknife: StudentTest {
  /// The statistic of all units.
  public let estimate: Double
  /// The statistic without each unit in turn.
  public let leaveOneOut: [Double]
  /// The jackknife's standard error; always positive.
  public let standardError: Double

  /// The jackknife of a statistic of units that are known by their number.
  ///
  /// - Parameters:
  ///   - units: How many there are.
  ///   - statistic: Of the units whose numbers are given, in no particular order.
  /// - Throws: ``StatisticsError`` for fewer than two units, where the statistic is not finite, or if no unit
  ///   changes it.
  /// - Complexity: `units` + 1 calls of the statistic.
  public init(units: Int, statistic: ([Int]) -> Double) throws(StatisticsError) {
    guard units >= 2 else { throw .tooFewUnits(kind: "independent units", found: units, needed: 2) }
    estimate = try finite(statistic(Array(0..<units)), "the statistic of the data")
    leaveOneOut = try leavingOneOut(units, statistic)
    let moments = try SampleMoments(leaveOneOut, needed: 2)
    let n = Double(units)
    standardError = moments.standardDeviation * (n - 1) / n.squareRoot()
    let largest = leaveOneOut.reduce(0) { max($0, $1.magnitude) }
    guard moments.standardDeviation > 8 * largest.ulp else {
      throw .constant(what: "the statistic without one unit")
    }
  }

  /// The jackknife of a statistic of values.
  ///
  /// - Throws: ``StatisticsError`` as ``init(units:statistic:)``, and for a value that is not finite.
  public init(_ values: [Double], statistic: ([Double]) -> Double) throws(StatisticsError) {
    try requireFinite(values)
    try self.init(units: values.count) { units in statistic(units.map { values[$0] }) }
  }

  /// The number of units.
  public var independentUnits: Int { leaveOneOut.count }

  /// The estimated bias of the statistic: (*n* - 1) times the mean without a unit, less the statistic.
  public var bias: Double {
    let n = Double(independentUnits)
    return leaveOneOut.reduce(0) { $0 + ($1 - estimate) } / n * (n - 1)
  }

  /// *n* times the statistic, less *n* - 1 times the statistic without a unit: what each unit brings.
  public var pseudovalues: [Double] {
    let n = Double(independentUnits)
    return leaveOneOut.map { estimate + (n - 1) * (estimate - $0) }
  }

  /// The number of the unit without which the statistic changes most; the first of equals.
  public var mostInfluential: Int {
    leaveOneOut.indices.reduce(0) {
      abs(leaveOneOut[$1] - estimate) > abs(leaveOneOut[$0] - estimate) ? $1 : $0
    }
  }

  /// *n* - 1.
  public var degreesOfFreedom: Double { Double(independentUnits - 1) }

  /// Said of fewer than six units, which cannot reach 0.05 without the assumption of normality.
  public var caveat: String? {
    guard independentUnits < 6 else { return nil }
    let floor = 2 / Double(1 << independentUnits)
    return
      "with \(independentUnits) units a p-value below \(floor) rests on the assumption of normality alone"
  }
}
