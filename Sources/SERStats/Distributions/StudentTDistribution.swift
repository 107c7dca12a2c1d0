// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// Student's *t* distribution.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// StudentTDistribution(degreesOfFreedom: 4).upperQuantile(0.025)  // 2.776
/// ```
///
/// - Source: Boost.Math, `students_t_distribution`.
package struct StudentTDistribution: TailedDistribution {
  /// The degrees of freedom, not necessarily whole.
  package let degreesOfFreedom: Double

  /// A *t* distribution.
  ///
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  package init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "StudentTDistribution: \(degreesOfFreedom) degrees of freedom; needs a positive, finite number")
    self.degreesOfFreedom = degreesOfFreedom
  }

  package var tails: TailFunctions {
    let degreesOfFreedom = degreesOfFreedom
    return TailFunctions(
      support: .line,
      lower: { ser_student_t_lower_tail(degreesOfFreedom, $0) },
      upper: { ser_student_t_upper_tail(degreesOfFreedom, $0) },
      lowerQuantile: { ser_student_t_lower_quantile(degreesOfFreedom, $0) },
      upperQuantile: { ser_student_t_upper_quantile(degreesOfFreedom, $0) })
  }

  /// The density at *t*.
  ///
  /// - Precondition: `t` is a number; infinities are allowed.
  package func density(_ t: Double) -> Double {
    requireNumber(t)
    return t.isFinite ? ser_student_t_density(degreesOfFreedom, t) : 0
  }
}
