// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats

/// What calls answered, and every fault of an answer: a NaN, an undocumented infinity, a *p* that is no
/// probability, an interval that does not hold what it must, an error without a sentence.
struct Examination {
  /// One sentence a fault.
  private(set) var faults: [String] = []
  /// How often each call gave a result.
  private(set) var answers: [String: Int] = [:]
  /// How often each call refused.
  private(set) var refusals: [String: Int] = [:]
  private var current = ""

  /// Makes a call: it gives a result, which `body` looks over, or throws a `StatisticsError`.
  mutating func call(_ name: String, _ body: (inout Examination) throws -> Void) {
    current = name
    do {
      try body(&self)
      answers[name, default: 0] += 1
    } catch let error as StatisticsError {
      refusals[name, default: 0] += 1
      sentence("\(error)", "the error")
    } catch {
      fault("threw \(error), which is no StatisticsError")
    }
  }

  mutating func fault(_ what: String) { faults.append("\(current): \(what)") }

  /// Says of which input the faults are.
  mutating func mark(_ number: Int) { faults = faults.map { "input \(number), \($0)" } }

  mutating func add(_ other: Examination) {
    faults += other.faults
    answers.merge(other.answers, uniquingKeysWith: +)
    refusals.merge(other.refusals, uniquingKeysWith: +)
  }

  // MARK: Numbers

  mutating func number(_ value: Double, _ name: String, mayBeInfinite: Bool = false) {
    if value.isNaN || (value.isInfinite && !mayBeInfinite) { fault("\(name) is \(value)") }
  }

  mutating func numbers(_ values: [Double], _ name: String, mayBeInfinite: Bool = false) {
    for (index, value) in values.enumerated() {
      number(value, "\(name)[\(index)]", mayBeInfinite: mayBeInfinite)
    }
  }

  mutating func within(_ value: Double, _ bounds: ClosedRange<Double>, _ name: String) {
    if !bounds.contains(value) { fault("\(name) is \(value), not in \(bounds)") }
  }

  mutating func probability(_ value: Double, _ name: String) { within(value, 0...1, name) }

  /// A number that is divided by.
  mutating func positive(_ value: Double, _ name: String) {
    if !(value > 0 && value.isFinite) { fault("\(name) is \(value), not positive and finite") }
  }

  mutating func sentence(_ text: String?, _ name: String) {
    if let text, text.count < 5 || text.allSatisfy(\.isWhitespace) { fault("\(name) says '\(text)'") }
  }

  /// An interval; a range is ordered by its type, as long as no end is NaN.
  mutating func interval(
    _ range: ClosedRange<Double>, _ name: String, holds estimate: Double? = nil, mayBeInfinite: Bool = false
  ) {
    number(range.lowerBound, "\(name).lowerBound", mayBeInfinite: mayBeInfinite)
    number(range.upperBound, "\(name).upperBound", mayBeInfinite: mayBeInfinite)
    if !(range.lowerBound <= range.upperBound) { fault("\(name) is \(range)") }
    if let estimate, !range.contains(estimate) { fault("\(name) \(range) does not hold \(estimate)") }
  }

  /// Every stored number, however deep.
  mutating func stored(_ value: Any, _ name: String) {
    if let number = value as? Double {
      if number.isNaN { fault("\(name) is NaN") }
      return
    }
    if value is Int || value is String || value is Bool { return }
    if let numbers = value as? [Double] {
      if numbers.contains(where: \.isNaN) { fault("\(name) has a NaN") }
      return
    }
    for (index, child) in Mirror(reflecting: value).children.enumerated() {
      stored(child.value, "\(name).\(child.label ?? "\(index)")")
    }
  }

  // MARK: Tests

  /// What every test of a null hypothesis says of itself.
  ///
  /// - Parameter mayBeInfinite: Whether the doc comment of the statistic says so.
  mutating func test(_ test: some HypothesisTest, mayBeInfinite: Bool = false) {
    number(test.statistic, "statistic", mayBeInfinite: mayBeInfinite)
    probability(test.pValue, "pValue")
    probability(test.smallestAttainableP, "smallestAttainableP")
    if test.pValue < test.smallestAttainableP * (1 - 1e-9) {
      fault("pValue \(test.pValue) is below the smallest attainable, \(test.smallestAttainableP)")
    }
    if test.independentUnits < 1 { fault("independentUnits is \(test.independentUnits)") }
    sentence(test.caveat, "caveat")
    sentence(test.pValueSource.description, "pValueSource")
    switch test.pValueSource {
    case .enumeration(let count), .sampling(let count):
      if count < 1 { fault("pValueSource counts \(count)") }
    case .distribution: break
    }
    stored(test, "\(type(of: test))")
  }

  /// - Parameter agrees: Whether the interval holds 0 exactly if *p* is above 1 - level.
  mutating func paired(
    _ paired: some PairedTest, levels: [Double], agrees: Bool = true, mayBeInfinite: Bool = false
  ) {
    test(paired)
    number(paired.estimate, "estimate")
    numbers(paired.differences, "differences")
    if paired.n != paired.differences.count { fault("n is \(paired.n)") }
    intervals(
      of: paired, levels: levels, hold: paired.estimate, agree: agrees, mayBeInfinite: mayBeInfinite)
  }

  /// - Parameter agree: Whether an interval holds 0 exactly if *p* is above 1 - level.
  private mutating func intervals(
    of test: some IntervalTest, levels: [Double], hold estimate: Double, agree: Bool = true,
    mayBeInfinite: Bool
  ) {
    for level in levels {
      let range = test.confidenceInterval(level: level)
      interval(range, "interval at \(level)", holds: estimate, mayBeInfinite: mayBeInfinite)
      if agree { agreement(test.pValue, range, level: level) }
    }
  }

  /// 0 is held exactly if *p* is above 1 - `level`, but for the last digits, and for levels at which the
  /// interval is as good as the estimate, which it always holds.
  mutating func agreement(_ p: Double, _ range: ClosedRange<Double>, level: Double) {
    // Among the last of the subnormal numbers an interval has no room to be right.
    guard level >= 0.5, range.upperBound - range.lowerBound > 1e-300 else { return }
    let rejected = 1 - level
    if p > rejected * (1 + 1e-9) && !range.contains(0) {
      fault("p is \(p) but the interval at \(level) is \(range)")
    }
    if p < rejected * (1 - 1e-9) && range.contains(0) {
      fault("p is \(p) but the interval at \(level) holds 0: \(range)")
    }
  }

  mutating func student(_ student: some PairedStudentTest, levels: [Double], power: Bool) {
    paired(student, levels: levels, mayBeInfinite: student.standardError > 1e280)
    positive(student.standardDeviation, "standardDeviation")
    number(student.cohensDz, "cohensDz")
    ratio(student, levels: [], power: power)
  }

  /// A *t*, of pairs or of another kind; its power, which takes milliseconds on few degrees of freedom, of
  /// one in 32.
  mutating func ratio(_ test: some StudentTest, levels: [Double], power: Bool = true) {
    self.test(test)
    number(test.estimate, "estimate")
    positive(test.standardError, "standardError")
    positive(test.degreesOfFreedom, "degreesOfFreedom")
    directions(test.pValue) { test.pValue($0) }
    intervals(of: test, levels: levels, hold: test.estimate, mayBeInfinite: test.standardError > 1e280)
    let draw = (test.standardError.bitPattern ^ test.estimate.bitPattern) &* 0x9E37_79B9_7F4A_7C15 >> 59
    guard power, draw == 0 else { return }
    for effect: Double in [0, test.standardError, 1e300, -.leastNonzeroMagnitude, .infinity] {
      probability(test.power(ofEffect: effect), "power(ofEffect: \(effect))")
    }
    number(test.minimumDetectableEffect(), "minimumDetectableEffect()")
    number(
      test.minimumDetectableEffect(power: 0.999, alpha: 0.0001), "minimumDetectableEffect(0.999, 0.0001)")
  }

  /// Both directions are probabilities, and the two-sided *p* is twice the lesser, at most 1.
  mutating func directions(_ twoSided: Double, _ pValue: (Alternative) -> Double) {
    let (greater, less) = (pValue(.greater), pValue(.less))
    probability(greater, "pValue(.greater)")
    probability(less, "pValue(.less)")
    if relativeError(twoSided, min(1, 2 * min(greater, less))) > 1e-9 {
      fault("p is \(twoSided) of \(greater) and \(less)")
    }
  }
}
