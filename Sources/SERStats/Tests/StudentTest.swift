// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A test that compares an estimate over its standard error with Student's *t*.
///
/// The forms differ in estimate, standard error and degrees of freedom, so all else is written here once.
/// Null hypothesis: what is estimated is 0. Alternative: it is not, or it lies on the side asked for.
///
/// ```swift
/// let test = try ClusterTTest(ClusteredSample(correct: hubert, wavlm, clusters: speakers))
/// test.pValue(.greater)                                      // is HuBERT right more often?
/// try EquivalenceTest(of: test, margin: 0.02).isEquivalent() // are they within two points?
/// ```
public protocol StudentTest: IntervalTest {
  /// What is compared with 0, in the unit of the data.
  var estimate: Double { get }
  /// The standard error of the estimate: always positive.
  var standardError: Double { get }
  /// The degrees of freedom of the *t* distribution, at least 1 and not necessarily whole.
  var degreesOfFreedom: Double { get }
}

extension StudentTest {
  /// *t*: the estimate in standard errors.
  public var statistic: Double { estimate / standardError }

  /// Student's *t* on ``degreesOfFreedom``.
  public var pValueSource: PValueSource {
    .distribution("Student's t, \(rounded(degreesOfFreedom)) degrees of freedom")
  }

  /// 0: a *t* has no largest value. A sign-flip test of as many units has 2/2ⁿ.
  public var smallestAttainableP: Double { 0 }

  /// The two-sided *p*-value: 2 P(*T* > |*t*|).
  public var pValue: Double { pValue(.twoSided) }

  /// The *p*-value in the direction asked for: P(*T* > *t*) for a greater estimate, P(*T* < *t*) for a lesser
  /// one.
  public func pValue(_ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: min(1, 2 * reference.upperTail(abs(statistic)))
    case .greater: reference.upperTail(statistic)
    case .less: reference.lowerTail(statistic)
    }
  }

  /// Estimate ± *t* quantile × standard error.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let half = reference.upperQuantile((1 - level) / 2) * standardError
    return (estimate - half)...(estimate + half)
  }

  /// The probability that this test, with this standard error, rejects at `alpha` when the true value is
  /// `effect`.
  ///
  /// Both rejection regions count, so it is `alpha` at an effect of 0. It is that of the noncentral *t* on
  /// ``degreesOfFreedom``: exact for the mean of normal values, near for standard errors that are near a χ.
  ///
  /// - Parameters:
  ///   - effect: In the unit of the estimate; past 50,000 standard errors power is what
  ///     it is there, all but 1.
  ///   - alpha: The probability of a false rejection, 0 < `alpha` < 1, such as 0.05.
  public func power(ofEffect effect: Double, alpha: Double = 0.05) -> Double {
    requireAlpha(alpha)
    return StudentPower(degreesOfFreedom: degreesOfFreedom)
      .power(noncentrality: effect / standardError, alpha: alpha)
  }

  /// The smallest true value that this test, with this standard error, would have found with probability
  /// `power`.
  ///
  /// The standard error times the noncentrality at which ``power(ofEffect:alpha:)`` is `power`, found by
  /// bisection to 1e-12. A difference that is "not significant" and below it says little: the test could not
  /// tell.
  ///
  /// - Precondition: 0.0001 ≤ `alpha` < `power` ≤ 0.999.
  public func minimumDetectableEffect(power: Double = 0.8, alpha: Double = 0.05) -> Double {
    StudentPower(degreesOfFreedom: degreesOfFreedom).noncentrality(power: power, alpha: alpha) * standardError
  }

  private var reference: StudentTDistribution { StudentTDistribution(degreesOfFreedom: degreesOfFreedom) }
}
