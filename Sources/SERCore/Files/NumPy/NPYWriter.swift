// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Writes `.npy` files with the very bytes that NumPy's `np.save` writes for a C-ordered array.
///
/// A file appears whole or not at all (``AtomicFile``). Half precision is written from bit patterns
/// (`Float16.bitPattern`), so that who rounds has to say so.
///
/// - Source: NumPy 2.4, `lib/_format_impl.py`.
public enum NPYWriter {
  /// Writes `<f4`.
  ///
  /// - Parameters:
  ///   - values: The elements in C order.
  ///   - shape: The sizes of the axes, slowest first.
  ///   - path: Where to.
  /// - Precondition: no size is negative, and their product is `values.count`; at most 64 axes.
  /// - Throws: ``FileError``.
  public static func write(_ values: [Float], shape: [Int], to path: String) throws(FileError) {
    unsafe try write(values.span.bytes, of: .float32, shape: shape, to: path)
  }

  /// Writes `<f8`; as for single precision.
  public static func write(_ values: [Double], shape: [Int], to path: String) throws(FileError) {
    unsafe try write(values.span.bytes, of: .float64, shape: shape, to: path)
  }

  /// Writes `<i8`; as for single precision.
  public static func write(_ values: [Int64], shape: [Int], to path: String) throws(FileError) {
    unsafe try write(values.span.bytes, of: .int64, shape: shape, to: path)
  }

  /// Writes `<f2` from the bits of half precision numbers; else as for single precision.
  public static func write(halfPrecision bits: [UInt16], shape: [Int], to path: String) throws(FileError) {
    unsafe try write(bits.span.bytes, of: .float16, shape: shape, to: path)
  }

  private static func write(
    _ elements: RawSpan, of type: NPYElementType, shape: [Int], to path: String
  ) throws(FileError) {
    let header = header(of: type, shape: shape)
    let count = elements.byteCount / type.size
    precondition(NPYHeader.product(shape) == count, "NPYWriter: shape \(shape) for \(count) elements")
    let file = try PendingFile(path: path)
    unsafe try file.append(header.span.bytes)
    try file.append(elements)
    try file.commit()
  }

  /// The bytes before the first element; for arrays that are written in pieces through a ``PendingFile``.
  ///
  /// - Precondition: no size is negative; at most 64 axes.
  package static func header(of type: NPYElementType, shape: [Int]) -> [UInt8] {
    precondition(shape.allSatisfy { $0 >= 0 } && shape.count <= 64, "NPYWriter: shape \(shape)")
    let sizes = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var text = "{'descr': '\(type.rawValue)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // NumPy leaves room for the first axis to grow to 21 digits in place.
    if let first = shape.first { text += String(repeating: " ", count: 21 - String(first).count) }
    // The elements begin at a multiple of 64; NumPy pads by 64, not by 0, where they would anyway.
    let count = NPYHeader.prefixCount + text.utf8.count + 1
    text += String(repeating: " ", count: 64 - count % 64) + "\n"
    let length = text.utf8.count
    return NPYHeader.magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
  }
}
