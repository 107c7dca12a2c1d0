// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The memory that rows of hidden states lie in: part of a mapped file, or a copy of an array.
@safe final class StateSource: @unchecked Sendable {  // unchecked: nothing changes after `init`
  /// Bytes from here on.
  let count: Int
  let base: UnsafeRawPointer
  private let file: MappedFile?

  /// The bytes of `file` from `offset` on; the file stays open as long as this object.
  init(_ file: MappedFile, offset: Int) {
    precondition(offset >= 0 && offset <= file.count, "offset \(offset) in a file of \(file.count) bytes")
    self.file = file
    count = file.count - offset
    unsafe base = file.base + offset
  }

  /// A copy of `values`.
  init(copying values: [Float]) {
    file = nil
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: values.count * MemoryLayout<Float>.stride, alignment: 64)
    unsafe values.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    count = memory.count
    unsafe base = UnsafeRawPointer(memory.baseAddress!)
  }

  deinit {
    if file == nil { unsafe UnsafeMutableRawPointer(mutating: base).deallocate() }
  }

  func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
    try body(unsafe RawSpan(_unsafeStart: base, byteCount: count))
  }
}
