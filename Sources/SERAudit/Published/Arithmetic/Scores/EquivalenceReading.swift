// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERStats

/// Two one-sided *t* tests of equivalence, from an estimate and its standard error.
enum EquivalenceReading {
  /// The larger of the two one-sided *p*-values of a difference at or beyond the margin, on either side.
  ///
  /// - Source: Schuirmann (1987), "A comparison of the two one-sided tests procedure".
  static func pValue(
    difference: Double, standardError: Double, margin: Double, degreesOfFreedom: Double
  ) -> Double {
    StudentT(degreesOfFreedom: degreesOfFreedom).upperTail((margin - abs(difference)) / standardError)
  }
}
