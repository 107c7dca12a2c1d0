// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Writes `.npy` files with the very bytes that NumPy's `np.save` writes for a C-ordered array.
///
/// A file appears whole or not at all (``AtomicFile``). Half precision is written from bit patterns
/// (`Float16.bitPattern`), so that who rounds has to say so.
///
/// The format is version 1.0, as NumPy's own is: later ones are for headers of more than 65,535 bytes, which
/// only records of many fields need; ours stay below 1,500.
///
/// - Source: NumPy 2.4, `lib/_format_impl.py`.
public enum NPYWriter {
  /// Writes an array of the type that its elements have.
  ///
  /// - Parameters:
  ///   - values: The elements in C order.
  ///   - shape: The sizes of the axes, slowest first.
  ///   - path: Where to.
  /// - Precondition: no size is negative, and their product is `values.count`; at most 64 axes.
  /// - Throws: ``FileError``.
  public static func write<Element: NPYElement>(
    _ values: [Element], shape: [Int], to path: String
  ) throws(FileError) {
    unsafe try write(
      values.span.bytes, after: header(of: Element.elementType, shape: shape, count: values.count), to: path)
  }

  /// Writes `<f2` from the bits of half precision numbers; else as for single precision.
  public static func write(halfPrecision bits: [UInt16], shape: [Int], to path: String) throws(FileError) {
    unsafe try write(bits.span.bytes, after: header(of: .float16, shape: shape, count: bits.count), to: path)
  }

  private static func write(
    _ elements: RawSpan, after header: [UInt8], to path: String
  ) throws(FileError) {
    let file = try PendingFile(path: path)
    try file.append(header)
    try file.append(elements)
    try file.commit()
  }

  /// The bytes before the first of `count` elements.
  ///
  /// - Precondition: no size is negative, and their product is `count`; at most 64 axes.
  package static func header(of type: NPYElementType, shape: [Int], count: Int) -> [UInt8] {
    let header = header(of: type, shape: shape)
    precondition(NPYHeader.elementCount(shape) == count, "NPYWriter: shape \(shape) for \(count) elements")
    return header
  }

  /// The bytes before the first element; for arrays that are written in pieces through a ``PendingFile``.
  ///
  /// - Precondition: no size is negative; at most 64 axes.
  package static func header(of type: NPYElementType, shape: [Int]) -> [UInt8] {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.count <= NPYHeader.mostAxes, "NPYWriter: shape \(shape)")
    let sizes = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var text = "{'descr': '\(type.rawValue)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // NumPy leaves room for the first axis to grow to 21 digits in place.
    if let first = shape.first { text += String(repeating: " ", count: 21 - String(first).count) }
    // The elements begin at a multiple of 64; NumPy pads by 64, not by 0, where they would anyway.
    let prefix = NPYHeader.magic.count + 4
    let count = prefix + text.utf8.count + 1
    text += String(repeating: " ", count: 64 - count % 64) + "\n"
    let length = text.utf8.count
    return NPYHeader.magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
  }
}
