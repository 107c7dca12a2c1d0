// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore

/// A reader of a file of published numbers that remembers which numbers it gave out.
///
/// What a claim or a check was computed from is what it depends on, so nothing reads the file but through
/// this.
final class Facts {
  /// No number of a paper is larger; sums and squares of such stay finite.
  static let largest = 1e15

  let file: PublishedFile
  /// The numbers given out so far.
  private(set) var read: Set<PublishedPath> = []

  private var kept: [String: (value: Any, read: Set<PublishedPath>)] = [:]

  init(_ file: PublishedFile) { self.file = file }

  /// Computes something once; whoever asks for it again has read what it was computed from.
  func once<Value, Failure: Error>(
    _ name: String, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let found = kept[name], let value = found.value as? Value {
      read.formUnion(found.read)
      return value
    }
    let outside = read
    read = []
    defer { read.formUnion(outside) }
    let value = try make()
    kept[name] = (value, read)
    return value
  }

  /// Reads something without a record: what stands beside a verdict, and does not decide it.
  func beside<Value, Failure: Error>(_ make: () throws(Failure) -> Value) throws(Failure) -> Value {
    let outside = read
    defer { read = outside }
    return try make()
  }

  /// What stands at a path.
  func value(_ path: PublishedPath) throws(PublishedFileError) -> JSONValue {
    guard let value = file.value(at: path) else { throw .missing(file: file.name, path: path) }
    return value
  }

  /// A number, and how it was printed.
  func number(_ path: PublishedPath) throws(PublishedFileError) -> PrintedNumber {
    let value = try value(path)
    guard case .number(let number) = value, abs(number) <= Self.largest else {
      throw wrong(path, "a number within ±\(Self.largest)", value)
    }
    read.insert(path)
    return PrintedNumber(value: number, half: PrintedPrecision.half(at: path), path: path)
  }

  /// A number that counts something: whole, positive, below a thousand million.
  func count(_ path: PublishedPath) throws(PublishedFileError) -> Int {
    let number = try number(path)
    guard let count = Int(exactly: number.value), (0...1_000_000_000).contains(count) else {
      throw wrong(path, "a whole number from 0 to 1000000000", .number(number.value))
    }
    return count
  }

  /// A list of numbers that is not empty.
  ///
  /// - Parameter count: How many there must be, if it is known.
  func numbers(_ path: PublishedPath, count: Int? = nil) throws(PublishedFileError) -> [PrintedNumber] {
    var numbers: [PrintedNumber] = []
    for index in 0..<(try self.count(ofListAt: path, count)) { numbers.append(try number(path[index])) }
    return numbers
  }

  /// A text.
  func text(_ path: PublishedPath) throws(PublishedFileError) -> String {
    let value = try value(path)
    guard case .string(let text) = value else { throw wrong(path, "a text", value) }
    return text
  }

  /// A list of texts that is not empty.
  func texts(_ path: PublishedPath) throws(PublishedFileError) -> [String] {
    var texts: [String] = []
    for index in 0..<(try count(ofListAt: path, nil)) { texts.append(try text(path[index])) }
    return texts
  }

  /// The keys of an object that is not empty, sorted.
  func keys(_ path: PublishedPath) throws(PublishedFileError) -> [String] {
    let value = try value(path)
    guard case .object(let members) = value else { throw wrong(path, "an object", value) }
    guard !members.isEmpty else { throw .wrongCount(file: file.name, path: path, expected: 1, found: 0) }
    return members.keys.sorted()
  }

  private func count(ofListAt path: PublishedPath, _ needed: Int?) throws(PublishedFileError) -> Int {
    let value = try value(path)
    guard case .array(let values) = value else { throw wrong(path, "a list", value) }
    if values.isEmpty || needed.map({ $0 != values.count }) ?? false {
      throw .wrongCount(file: file.name, path: path, expected: needed ?? 1, found: values.count)
    }
    return values.count
  }

  private func wrong(_ path: PublishedPath, _ expected: String, _ found: JSONValue) -> PublishedFileError {
    .wrongKind(file: file.name, path: path, expected: expected, found: found.kindInWords)
  }
}
