// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A paired test that compares an estimate over its standard error with Student's *t*.
///
/// The forms differ in the standard error, and one in its degrees of freedom, so all else is written here once. Null hypothesis: the mean
/// difference is 0. Alternative: it is not. Assumed: differences are normal.
public protocol PairedStudentTest: PairedTest {
  /// The standard deviation of the differences, with *n* - 1.
  var standardDeviation: Double { get }
  /// The standard error of the mean difference: always positive.
  var standardError: Double { get }
  /// The degrees of freedom of the *t* distribution: *n* - 1 unless the type says otherwise.
  var degreesOfFreedom: Double { get }
}

extension PairedStudentTest {
  /// *n* - 1.
  public var degreesOfFreedom: Double { Double(n - 1) }

  /// *t*: the mean difference in standard errors.
  public var statistic: Double { estimate / standardError }

  /// Student's *t* on ``degreesOfFreedom``.
  public var pValueSource: PValueSource {
    .distribution("Student's t, \(Int(degreesOfFreedom)) degrees of freedom")
  }

  /// 0: a *t* has no largest value.
  public var smallestAttainableP: Double { 0 }

  /// The two-sided *p*-value: 2 P(*T* > |*t*|).
  public var pValue: Double { min(1, 2 * reference.upperTail(abs(statistic))) }

  /// Cohen's *d* for paired data, *d*ᶻ: the mean difference in standard deviations of the differences.
  ///
  /// It does not depend on the test's standard error, so both *t* forms give the same.
  public var cohensDz: Double { estimate / standardDeviation }

  /// Mean difference ± *t* quantile × standard error.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let half = reference.upperQuantile((1 - level) / 2) * standardError
    return (estimate - half)...(estimate + half)
  }

  /// The probability that this test, with this standard error, rejects at `level` when the true mean difference
  /// is `effect`.
  ///
  /// Both rejection regions count, so it is `level` at an effect of 0.
  ///
  /// - Parameters:
  ///   - effect: In the unit of the scores; past ``NoncentralT/largestNoncentrality`` standard errors power is what it
  ///     is there, all but 1.
  ///   - level: The significance level, 0 < `level` < 1.
  public func power(ofEffect effect: Double, level: Double = 0.05) -> Double {
    requireLevel(level)
    return StudentPower(degreesOfFreedom: degreesOfFreedom)
      .power(noncentrality: effect / standardError, level: level)
  }

  /// The smallest true mean difference that this test, with this standard error, would have found with
  /// probability `power`.
  ///
  /// The standard error times the noncentrality at which ``power(ofEffect:level:)`` is `power`, found by bisection
  /// to 1e-12. A difference that is "not significant" and below it says little: the test could not tell.
  ///
  /// - Precondition: 0.0001 ≤ `level` < `power` ≤ 0.999.
  public func minimumDetectableEffect(power: Double = 0.8, level: Double = 0.05) -> Double {
    StudentPower(degreesOfFreedom: degreesOfFreedom).noncentrality(power: power, level: level) * standardError
  }

  private var reference: StudentT { StudentT(degreesOfFreedom: degreesOfFreedom) }
}

func requireLevel(_ level: Double) {
  precondition(level > 0 && level < 1, "level \(level); needs 0 < level < 1, such as 0.95 for 95 per cent")
}
