// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One reader under test: what it starts from, how it is called, and which errors are its own.
public struct Reader: Sendable {
  /// Its name on the command line.
  public let name: String
  /// Files to start from, good ones and bad ones, always in the same order.
  let seeds: @Sendable (_ root: String) throws -> [[UInt8]]
  /// What the format's texts are made of.
  let words: [String]
  /// How a file is cut into header and elements, where the header's length must be right.
  var frame: Frame?
  /// Makes ready to read the file at `path`, in a folder of its own; the result reads it once.
  public let prepare: @Sendable (_ path: String, _ scratch: String) throws -> Reading
  /// Whether an error is one that the reader documents.
  public let isOwn: @Sendable (any Error) -> Bool

  /// Reads the file once, in one of two modes, and looks at all that it gave.
  public typealias Reading = (_ isLoaded: Bool) throws -> Void
}

extension Reader {
  /// A reader of bytes that starts from texts.
  public init(
    name: String, seeds: [String], isOwn: @escaping @Sendable (any Error) -> Bool,
    read: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.init(
      name: name, seeds: { _ in SeedFiles.texts(seeds) }, words: ["a"],
      prepare: { path, _ in { _ in try read(SeedFiles.bytes(path)) } }, isOwn: isOwn)
  }
}

/// How a file is cut into header and elements, and put together with a length that is right.
struct Frame: Sendable {
  let split: @Sendable ([UInt8]) -> (header: [UInt8], body: [UInt8])?
  let join: @Sendable (_ header: [UInt8], _ body: [UInt8]) -> [UInt8]

  /// A prefix, `width` bytes of length, the header, the elements.
  init(prefix: [UInt8], width: Int) {
    let start = prefix.count + width
    split = { bytes in
      guard bytes.count >= start, bytes.starts(with: prefix) else { return nil }
      var length = 0
      for byte in bytes[prefix.count..<start].prefix(4).reversed() { length = length << 8 | Int(byte) }
      guard length <= bytes.count - start else { return nil }
      return (Array(bytes[start..<start + length]), Array(bytes[(start + length)...]))
    }
    join = { header, body in
      prefix + (0..<width).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + body
    }
  }
}

/// What was read is not what it should be.
public struct Contradiction: Error, CustomStringConvertible {
  /// What was read, and what it should be.
  public let description: String
}

func check(_ holds: Bool, _ claim: @autoclosure () -> String) throws {
  if !holds { throw Contradiction(description: "contradiction: \(claim())") }
}
