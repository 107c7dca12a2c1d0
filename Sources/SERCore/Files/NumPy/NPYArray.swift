// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// An array in NumPy's format, wherever its bytes are: a `.npy` file, or a member of an `.npz` archive.
///
/// Elements come in C order, the last axis fastest, whatever their order in the file: one in Fortran's order
/// is transposed on the way. They come exactly or not at all; whether they can is decided by their type, not
/// by the values that happen to be there:
///
/// | call | from |
/// | --- | --- |
/// | ``floats()`` | `<f2`, `<f4`, `\|u1` |
/// | ``doubles()`` | `<f2`, `<f4`, `<f8`, `<i4`, `\|u1` |
/// | ``int32s()`` | `<i4`, `\|u1` |
/// | ``int64s()`` | `<i4`, `<i8`, `\|u1` |
/// | ``uint8s()`` | `\|u1` |
/// | ``booleans()`` | `\|b1`, which is no number and becomes none |
public struct NPYArray: Sendable {
  /// What the file says about its elements.
  public let header: NPYHeader
  /// What errors call it: a path, and a member's name where it is one.
  public let name: String
  private let bytes: StoredBytes

  /// Checks a complete `.npy` file; no element is read.
  ///
  /// - Throws: ``NPYError``.
  package init(parsing bytes: StoredBytes, name: String) throws(NPYError) {
    header = try bytes.withBytes { (span) throws(NPYError) in try NPYHeader(parsing: span, path: name) }
    self.bytes = bytes
    self.name = name
  }

  /// All elements in C order, from `<f2`, `<f4` or `|u1`, exactly.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for every other type.
  public func floats() throws(NPYError) -> [Float] {
    switch header.elementType {
    case .float16: elements { HalfPrecision.float(UInt16(littleEndian: $0)) }
    case .float32: elements { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .uint8: elements { (byte: UInt8) in Float(byte) }
    case .float64, .int32, .int64, .boolean: throw lossy(.float32)
    }
  }

  /// All elements in C order, from `<f2`, `<f4`, `<f8`, `<i4` or `|u1`, exactly.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for `<i8` and `|b1`.
  public func doubles() throws(NPYError) -> [Double] {
    switch header.elementType {
    case .float16: elements { Double(HalfPrecision.float(UInt16(littleEndian: $0))) }
    case .float32: elements { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
    case .float64: elements { Double(bitPattern: UInt64(littleEndian: $0)) }
    case .int32: elements { Double(Int32(littleEndian: $0)) }
    case .uint8: elements { (byte: UInt8) in Double(byte) }
    case .int64, .boolean: throw lossy(.float64)
    }
  }

  /// All elements in C order, from `<i4` or `|u1`.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for every other type.
  public func int32s() throws(NPYError) -> [Int32] {
    switch header.elementType {
    case .int32: elements { Int32(littleEndian: $0) }
    case .uint8: elements { (byte: UInt8) in Int32(byte) }
    case .float16, .float32, .float64, .int64, .boolean: throw lossy(.int32)
    }
  }

  /// All elements in C order, from `<i4`, `<i8` or `|u1`.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for every other type.
  public func int64s() throws(NPYError) -> [Int64] {
    switch header.elementType {
    case .int32: elements { Int64(Int32(littleEndian: $0)) }
    case .int64: elements { Int64(littleEndian: $0) }
    case .uint8: elements { (byte: UInt8) in Int64(byte) }
    case .float16, .float32, .float64, .boolean: throw lossy(.int64)
    }
  }

  /// All elements in C order, from `|u1`.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for every other type.
  public func uint8s() throws(NPYError) -> [UInt8] {
    guard header.elementType == .uint8 else { throw lossy(.uint8) }
    return elements { $0 }
  }

  /// All elements in C order, from `|b1`.
  ///
  /// - Throws: ``NPYError/notBoolean(path:index:value:)`` for a byte that is neither 0 nor 1, and
  ///   ``NPYError/lossyConversion(path:from:wanted:)`` for every other type.
  public func booleans() throws(NPYError) -> [Bool] {
    guard header.elementType == .boolean else { throw lossy(.boolean) }
    try bytes.withBytes { (span) throws(NPYError) in
      let stored = span.extracting(last: header.byteCount)
      for index in 0..<header.elementCount {
        let byte = unsafe stored.unsafeLoad(fromByteOffset: index, as: UInt8.self)
        if byte > 1 { throw .notBoolean(path: name, index: index, value: byte) }
      }
    }
    return elements { (byte: UInt8) in byte == 1 }
  }

  private func lossy(_ wanted: NPYElementType) -> NPYError {
    .lossyConversion(path: name, from: header.elementType, wanted: wanted)
  }

  @inline(__always)
  private func elements<Stored: BitwiseCopyable, Value>(_ convert: (Stored) -> Value) -> [Value] {
    let (count, size) = (header.elementCount, header.elementType.size)
    return bytes.withBytes { span in
      let stored = span.extracting(last: header.byteCount)
      guard !header.isFortranOrder else {
        var values: [Value] = []
        values.reserveCapacity(count)
        // A member of an archive begins at any byte, so that no load may count on alignment.
        FortranOrder(shape: header.shape).forEachInCOrder { index in
          values.append(
            convert(unsafe stored.unsafeLoadUnaligned(fromByteOffset: index * size, as: Stored.self)))
        }
        return values
      }
      return unsafe stored.withUnsafeBytes { raw in
        unsafe [Value](unsafeUninitializedCapacity: count) { values, initialized in
          for i in 0..<count {
            unsafe values.initializeElement(
              at: i, to: convert(raw.loadUnaligned(fromByteOffset: i * size, as: Stored.self)))
          }
          initialized = count
        }
      }
    }
  }
}
