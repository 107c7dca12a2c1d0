// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// Elementary functions in the precision of the parameters, through Double.
enum Elementary {
  static func exponential<Scalar: BLASScalar>(_ x: Scalar) -> Scalar { Scalar(exp(Double(x))) }

  static func logarithm<Scalar: BLASScalar>(_ x: Scalar) -> Double { log(Double(x)) }
}
