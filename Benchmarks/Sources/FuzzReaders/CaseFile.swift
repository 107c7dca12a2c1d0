// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import CFuzz

/// The file that a reader is given, rewritten for every case.
public struct CaseFile {
  /// Where readers find it.
  public let path: String
  private let file: Int32

  /// An empty file, in memory where there is such a thing, else in `folder`.
  public init(folder: String) throws {
    var path = [CChar](repeating: 0, count: 1024)
    file = fuzz_file(folder, &path, path.count)
    guard file >= 0 else { throw Trouble("no file for the cases in \(folder)") }
    self.path = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Makes the file exactly these bytes.
  public func put(_ bytes: [UInt8]) throws {
    guard fuzz_file_put(file, bytes, bytes.count) == 0 else {
      throw Trouble("a case cannot be written to \(path)")
    }
  }
}

/// The fuzzer itself cannot go on.
public struct Trouble: Error, CustomStringConvertible {
  /// What is wrong.
  public let description: String

  /// An error with this sentence.
  public init(_ description: String) { self.description = description }
}
