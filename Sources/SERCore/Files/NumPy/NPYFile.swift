// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A `.npy` file, open for reading: the header, and the elements where they lie.
///
/// ```swift
/// let features = try NPYFile(path: "features/hubert/ravdess.npy")
/// print(features.header.shape)  // [1440, 25, 1024]
/// ```
///
/// To go through a large array in place, take `file` and `header.dataOffset`; ``floats()`` and its kin copy it whole.
public struct NPYFile: Sendable {
  /// What the file says about its elements.
  public let header: NPYHeader
  /// The bytes of the file.
  public let file: MappedFile

  /// Opens a file and checks it whole; no element is read.
  ///
  /// - Throws: ``NPYError``.
  public init(path: String, mode: MappedFile.Mode = .map) throws(NPYError) {
    do throws(FileError) {
      file = try MappedFile(path: path, mode: mode)
    } catch {
      throw .file(error)
    }
    header = try file.withBytes { (bytes) throws(NPYError) in try NPYHeader(parsing: bytes, path: path) }
  }

  /// All elements in C order, from `<f2` or `<f4`, exactly.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for `<f8` and `<i8`.
  public func floats() throws(NPYError) -> [Float] {
    switch header.elementType {
    case .float16: elements { HalfPrecision.float(UInt16(littleEndian: $0)) }
    case .float32: elements { Float(bitPattern: UInt32(littleEndian: $0)) }
    case .float64, .int64: throw lossy(.float32)
    }
  }

  /// All elements in C order, from `<f2`, `<f4` or `<f8`, exactly.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for `<i8`.
  public func doubles() throws(NPYError) -> [Double] {
    switch header.elementType {
    case .float16: elements { Double(HalfPrecision.float(UInt16(littleEndian: $0))) }
    case .float32: elements { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
    case .float64: elements { Double(bitPattern: UInt64(littleEndian: $0)) }
    case .int64: throw lossy(.float64)
    }
  }

  /// All elements in C order, from `<i8`.
  ///
  /// - Throws: ``NPYError/lossyConversion(path:from:wanted:)`` for every other type.
  public func int64s() throws(NPYError) -> [Int64] {
    guard header.elementType == .int64 else { throw lossy(.int64) }
    return elements { Int64(littleEndian: $0) }
  }

  private func lossy(_ wanted: NPYElementType) -> NPYError {
    .lossyConversion(path: file.path, from: header.elementType, wanted: wanted)
  }

  @inline(__always)
  private func elements<Stored: BitwiseCopyable, Value>(_ convert: (Stored) -> Value) -> [Value] {
    let count = header.elementCount
    return file.withBytes { bytes in
      unsafe bytes.extracting(last: header.byteCount).withUnsafeBytes { raw in
        // The header promises that the elements lie at multiples of their size.
        let stored = unsafe raw.bindMemory(to: Stored.self)
        return unsafe [Value](unsafeUninitializedCapacity: count) { values, initialized in
          for i in 0..<count { unsafe values.initializeElement(at: i, to: convert(stored[i])) }
          initialized = count
        }
      }
    }
  }
}
