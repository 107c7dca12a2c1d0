// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// Student's *t* distribution.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// StudentT(degreesOfFreedom: 4).upperQuantile(0.025)  // 2.776
/// ```
///
/// - Source: Boost.Math, `students_t_distribution`.
public struct StudentT: Hashable, Sendable {
  /// The degrees of freedom, not necessarily whole.
  public let degreesOfFreedom: Double

  /// A *t* distribution.
  ///
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "StudentT: \(degreesOfFreedom) degrees of freedom; needs a positive, finite number")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(*T* ≤ *t*).
  ///
  /// - Precondition: `t` is a number; infinities are allowed.
  public func lowerTail(_ t: Double) -> Double {
    requireNumber(t, "StudentT")
    return tail(ser_student_t_lower_tail(degreesOfFreedom, t))
  }

  /// P(*T* > *t*), with its own digits where it is small.
  ///
  /// - Precondition: `t` is a number; infinities are allowed.
  public func upperTail(_ t: Double) -> Double {
    requireNumber(t, "StudentT")
    return tail(ser_student_t_upper_tail(degreesOfFreedom, t))
  }

  /// The density at *t*.
  ///
  /// - Precondition: `t` is a number; infinities are allowed.
  public func density(_ t: Double) -> Double {
    requireNumber(t, "StudentT")
    return t.isFinite ? ser_student_t_density(degreesOfFreedom, t) : 0
  }

  /// The *t* with `lowerTail(t)` = *p*: minus infinity at 0, infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func quantile(_ p: Double) -> Double {
    quantileOnLine(p, "StudentT") { ser_student_t_lower_quantile(degreesOfFreedom, $0) }
  }

  /// The *t* with `upperTail(t)` = *p*: infinity at 0, minus infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func upperQuantile(_ p: Double) -> Double {
    -quantileOnLine(p, "StudentT") { -ser_student_t_upper_quantile(degreesOfFreedom, $0) }
  }
}
