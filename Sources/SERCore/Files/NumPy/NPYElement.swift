// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A Swift type that lies in memory as it lies in a `.npy` file, so that ``NPYWriter`` writes it, and
/// `SERTensorFiles`' `NPZWriter`.
///
/// Half precision is not among them: it is written from bit patterns, so that who rounds has to say so.
public protocol NPYElement: BitwiseCopyable, Sendable {
  /// What NumPy calls it; of the size that the type has in memory.
  static var elementType: NPYElementType { get }
}

extension Float: NPYElement {
  /// `<f4`
  public static var elementType: NPYElementType { .float32 }
}

extension Double: NPYElement {
  /// `<f8`
  public static var elementType: NPYElementType { .float64 }
}

extension Int32: NPYElement {
  /// `<i4`
  public static var elementType: NPYElementType { .int32 }
}

extension Int64: NPYElement {
  /// `<i8`
  public static var elementType: NPYElementType { .int64 }
}

extension UInt8: NPYElement {
  /// `|u1`
  public static var elementType: NPYElementType { .uint8 }
}

extension Bool: NPYElement {
  /// `|b1`
  public static var elementType: NPYElementType { .boolean }
}
