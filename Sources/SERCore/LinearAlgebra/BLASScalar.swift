// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A floating-point type that OpenBLAS multiplies and decomposes matrices of: `Float` or `Double`.
///
/// No other type can conform: its ``BLASRoutines`` could not be made.
public protocol BLASScalar: BinaryFloatingPoint, Codable, Sendable {
  /// The routines of this precision.
  static var routines: BLASRoutines<Self> { get }
}
