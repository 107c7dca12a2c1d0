// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A safetensors file, open for reading: named tensors, and their elements where they lie.
///
/// ```swift
/// let weights = try SafetensorsFile(path: "hubert-base/model.safetensors")
/// print(weights.tensors.count)  // 211
/// let kernel = try weights.tensor(named: "feature_projection.projection.weight")
/// let values = try weights.floats(named: kernel.name)  // kernel.shape is [768, 512]
/// ```
///
/// To look at bytes in place, take ``withBytes(of:_:)``; ``floats(named:)`` and its kin copy one tensor
/// whole.
public struct SafetensorsFile: Sendable {
  /// What the file says about its tensors.
  public let header: SafetensorsHeader
  /// The bytes of the file.
  public let file: MappedFile

  /// The tensors in the order of their bytes.
  public var tensors: [SafetensorsTensor] { header.tensors }
  /// The texts under `__metadata__`; empty if there are none.
  public var metadata: [String: String] { header.metadata }

  /// Opens a file and checks its header whole; no element is read.
  ///
  /// - Throws: ``SafetensorsError``.
  public init(path: String, mode: MappedFile.Mode = .map) throws(SafetensorsError) {
    do throws(FileError) {
      file = try MappedFile(path: path, mode: mode)
    } catch {
      throw .file(error)
    }
    header = try file.withBytes { (bytes) throws(SafetensorsError) in
      try SafetensorsHeader(parsing: bytes, path: path)
    }
  }

  /// The tensor of this name.
  ///
  /// - Throws: ``SafetensorsError/unknownTensor(path:name:names:)``; its description suggests near names.
  public func tensor(named name: String) throws(SafetensorsError) -> SafetensorsTensor {
    guard let tensor = header.tensor(named: name) else {
      throw .unknownTensor(path: file.path, name: name, names: tensors.map(\.name))
    }
    return tensor
  }

  /// All elements of a tensor in C order, from `F16`, `BF16` or `F32`, exactly.
  ///
  /// - Throws: ``SafetensorsError/unknownTensor(path:name:names:)``, and
  ///   ``SafetensorsError/notConvertible(path:tensor:from:wanted:)`` for every other type.
  public func floats(named name: String) throws(SafetensorsError) -> [Float] {
    let tensor = try tensor(named: name)
    switch tensor.elementType {
    case .float16: return elements(of: tensor) { HalfPrecision.float(UInt16(littleEndian: $0)) }
    case .bfloat16:
      return elements(of: tensor) { Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16) }
    case .float32: return elements(of: tensor) { Float(bitPattern: UInt32(littleEndian: $0)) }
    default: throw refusal(tensor, .float32)
    }
  }

  /// All elements of a tensor in C order, from `F16`, `BF16`, `F32` or `F64`, exactly.
  ///
  /// - Throws: ``SafetensorsError/unknownTensor(path:name:names:)``, and
  ///   ``SafetensorsError/notConvertible(path:tensor:from:wanted:)`` for every other type.
  public func doubles(named name: String) throws(SafetensorsError) -> [Double] {
    let tensor = try tensor(named: name)
    switch tensor.elementType {
    case .float16: return elements(of: tensor) { Double(HalfPrecision.float(UInt16(littleEndian: $0))) }
    case .bfloat16:
      return elements(of: tensor) { Double(Float(bitPattern: UInt32(UInt16(littleEndian: $0)) << 16)) }
    case .float32: return elements(of: tensor) { Double(Float(bitPattern: UInt32(littleEndian: $0))) }
    case .float64: return elements(of: tensor) { Double(bitPattern: UInt64(littleEndian: $0)) }
    default: throw refusal(tensor, .float64)
    }
  }

  /// All elements of a tensor in C order, from signed integers or from unsigned ones of at most four bytes,
  /// exactly.
  ///
  /// - Throws: ``SafetensorsError/unknownTensor(path:name:names:)``, and
  ///   ``SafetensorsError/notConvertible(path:tensor:from:wanted:)`` for every other type.
  public func int64s(named name: String) throws(SafetensorsError) -> [Int64] {
    let tensor = try tensor(named: name)
    switch tensor.elementType {
    case .int8: return elements(of: tensor) { Int64($0 as Int8) }
    case .uint8: return elements(of: tensor) { Int64($0 as UInt8) }
    case .int16: return elements(of: tensor) { Int64(Int16(littleEndian: $0)) }
    case .uint16: return elements(of: tensor) { Int64(UInt16(littleEndian: $0)) }
    case .int32: return elements(of: tensor) { Int64(Int32(littleEndian: $0)) }
    case .uint32: return elements(of: tensor) { Int64(UInt32(littleEndian: $0)) }
    case .int64: return elements(of: tensor) { Int64(littleEndian: $0) }
    default: throw refusal(tensor, .int64)
    }
  }

  /// Calls `body` with the bytes of a tensor, of any type, where they lie.
  ///
  /// - Precondition: the tensor is one of this file's.
  public func withBytes<Result, Failure: Error>(
    of tensor: SafetensorsTensor, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(
      header.tensor(named: tensor.name) == tensor, "SafetensorsFile: \(tensor) is not of \(file.path)")
    return try file.withBytes { (bytes) throws(Failure) in try body(bytes.extracting(tensor.byteRange)) }
  }

  private func refusal(_ tensor: SafetensorsTensor, _ wanted: SafetensorsElementType) -> SafetensorsError {
    .notConvertible(path: file.path, tensor: tensor.name, from: tensor.elementType, wanted: wanted)
  }

  @inline(__always)
  private func elements<Stored: BitwiseCopyable, Value>(
    of tensor: SafetensorsTensor, _ convert: (Stored) -> Value
  ) -> [Value] {
    let count = tensor.elementCount
    return withBytes(of: tensor) { bytes in
      unsafe bytes.withUnsafeBytes { raw in
        unsafe [Value](unsafeUninitializedCapacity: count) { values, initialized in
          for i in 0..<count {
            // Other programs write headers of any length, so that elements may lie at any address.
            let stored = unsafe raw.loadUnaligned(
              fromByteOffset: i * MemoryLayout<Stored>.size, as: Stored.self)
            unsafe values.initializeElement(at: i, to: convert(stored))
          }
          initialized = count
        }
      }
    }
  }
}
