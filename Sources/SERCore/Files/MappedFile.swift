// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The bytes of a file, read-only: mapped in place, or loaded into memory of their own.
///
/// A corpus of features is read row by row where it lies, and never copied whole. The memory is given back
/// when the last reference goes.
@safe public final class MappedFile: @unchecked Sendable {  // unchecked: nothing changes after `init`
  /// How the bytes come into memory.
  public enum Mode: String, Hashable, Codable, Sendable {
    /// Pages come from the file when they are touched. A program that cuts the file meanwhile ends this one
    /// (SIGBUS): for files that stay as they are.
    case map
    /// Read at once into page-aligned memory of our own, `count` bytes of it: for files that another program
    /// may cut, and for rows that are read in scattered order many times.
    case load
  }

  /// Where the file was found.
  public let path: String
  /// Its size in bytes.
  public let count: Int
  /// The first byte, on a page boundary; valid as long as this object, for an empty file too.
  package let base: UnsafeRawPointer
  private let memory: UnsafeMutableRawPointer

  /// Opens a file.
  ///
  /// - Throws: ``FileError``; also for a folder, pipe or device, and for a file that shrinks while it is
  ///   loaded.
  /// - Complexity: O(1) to map, O(`count`) to load.
  public init(path: String, mode: Mode = .map) throws(FileError) {
    let file = try SystemCalls.openRegularFile(path)
    let count: Int
    let memory: UnsafeMutableRawPointer
    do throws(SystemCalls.Failure) {
      count = try SystemCalls.examine(file).count
      // The system maps no empty range: an empty file gets a page of memory.
      if mode == .map, count > 0 {
        unsafe memory = try SystemCalls.map(file, count: count)
      } else {
        unsafe memory = try SystemCalls.mapMemory(count: max(count, 1))
      }
    } catch {
      throw FileError(reading: path, error)
    }
    self.path = path
    self.count = count
    unsafe self.memory = unsafe memory
    unsafe base = UnsafeRawPointer(memory)
    if mode == .load { try load(from: file) }
  }

  deinit {
    unsafe SystemCalls.unmap(memory, count: max(count, 1))
  }

  private func load(from file: borrowing SystemCalls.Descriptor) throws(FileError) {
    let found: Int
    do throws(SystemCalls.Failure) {
      let buffer = unsafe UnsafeMutableRawBufferPointer(start: memory, count: count)
      found = unsafe try SystemCalls.fill(buffer, from: file)
    } catch {
      throw FileError(reading: path, error)
    }
    guard found == count else { throw .shrank(path: path, expected: count, found: found) }
  }

  /// Calls `body` with all bytes.
  public func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe RawSpan(_unsafeStart: base, byteCount: count))
  }

  /// A copy of all bytes, for small files.
  public func array() -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Tells the system that rows will be read in scattered order, so that it does not read ahead.
  package func expectRandomAccess() {
    unsafe SystemCalls.expectRandomAccess(memory, count: max(count, 1))
  }
}
