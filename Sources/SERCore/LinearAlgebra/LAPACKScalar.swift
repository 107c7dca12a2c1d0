// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A floating-point type that the LAPACK inside OpenBLAS decomposes matrices of: `Float` or `Double`.
///
/// No other type is meant to conform.
public protocol LAPACKScalar: BLASScalar {
  /// The routines of this precision.
  static var routines: LAPACKRoutines<Self> { get }
}
