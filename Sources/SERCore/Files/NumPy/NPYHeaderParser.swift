// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Reads the dictionary in a `.npy` header: exactly the Python literal that NumPy writes, and no other
/// Python.
///
/// ```
/// header = "{" [ field { "," field } [ "," ] ] "}" newline        field = string ":" value
/// value  = string | "True" | "False" | "(" [ size { "," size } [ "," ] ] ")"
/// size   = digits [ "L" ]
/// ```
///
/// The `L` is how Python 2 wrote a long integer; version 3.0 of the format is younger, and has none. Keys may
/// come in any order, blanks anywhere between tokens. Nothing nests, so a hostile header cannot exhaust the
/// stack.
struct NPYHeaderParser: HeaderScanner {
  /// What the dictionary says; the descriptor is not yet judged.
  struct Fields {
    var descriptor: String
    var isFortranOrder: Bool
    var shape: [Int]
  }

  let text: [UInt8]
  private let offset: Int
  private let isPython2Allowed: Bool
  private let path: String
  var position = 0

  /// - Parameters:
  ///   - text: The header after its length.
  ///   - offset: Where the text begins in the file, for messages.
  ///   - isPython2Allowed: Whether a size may end in `L`.
  ///   - path: The name of the file, for messages.
  init(text: [UInt8], offset: Int, isPython2Allowed: Bool, path: String) {
    self.text = text
    self.offset = offset
    self.isPython2Allowed = isPython2Allowed
    self.path = path
  }

  mutating func parse() throws(NPYError) -> Fields {
    guard text.last == UInt8(ascii: "\n") else {
      position = text.count
      throw malformed("the header must end in a newline")
    }
    var descriptor: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !skip("}") {
      let key = try string()
      try expect(":")
      switch key {
      case "descr":
        if descriptor != nil { throw .duplicateKey(path: path, key: key) }
        descriptor = try self.descriptor()
      case "fortran_order":
        if isFortranOrder != nil { throw .duplicateKey(path: path, key: key) }
        isFortranOrder = try boolean()
      case "shape":
        if shape != nil { throw .duplicateKey(path: path, key: key) }
        shape = try sizes()
      default:
        throw .unknownKey(path: path, key: key)
      }
      if !skip(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard position == text.count else { throw malformed("nothing may follow the dictionary") }
    guard let descriptor else { throw .missingKey(path: path, key: "descr") }
    guard let isFortranOrder else { throw .missingKey(path: path, key: "fortran_order") }
    guard let shape else { throw .missingKey(path: path, key: "shape") }
    return Fields(descriptor: descriptor, isFortranOrder: isFortranOrder, shape: shape)
  }

  private mutating func descriptor() throws(NPYError) -> String {
    skipBlanks()
    // A list or tuple describes records; it need not be understood to be refused.
    if let next, [UInt8(ascii: "["), UInt8(ascii: "(")].contains(next) {
      let shown = text[position...].prefix(60).filter { 0x20..<0x7f ~= $0 }
      throw .unsupportedElementType(path: path, descriptor: String(decoding: shown, as: UTF8.self))
    }
    return try string()
  }

  private mutating func string() throws(NPYError) -> String {
    skipBlanks()
    guard let quote = next, [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(quote) else {
      throw malformed("a quoted string is expected")
    }
    position += 1
    let start = position
    while position < text.count, text[position] != quote {
      guard 0x20..<0x7f ~= text[position], text[position] != UInt8(ascii: "\\") else {
        throw malformed("a string may hold only printable ASCII characters and no backslash")
      }
      position += 1
    }
    guard position < text.count else { throw malformed("a string is not closed") }
    position += 1
    return String(decoding: text[start..<position - 1], as: UTF8.self)
  }

  private mutating func boolean() throws(NPYError) -> Bool {
    skipBlanks()
    for (word, value) in [("True", true), ("False", false)] where text[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw malformed("True or False is expected")
  }

  private mutating func sizes() throws(NPYError) -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    while !skip(")") {
      sizes.append(try size())
      if skip(",") { continue }
      guard skip(")") else { throw malformed("a comma or ')' is expected after a size") }
      // To Python, (3) is the number 3, and only (3,) is a tuple.
      guard sizes.count > 1 else { throw malformed("a comma is missing after the only size") }
      break
    }
    return sizes
  }

  private mutating func size() throws(NPYError) -> Int {
    let size: Int = try wholeNumber("a size", " in the shape") { .shapeTooLarge(path: $0.path) }
    if isPython2Allowed, next == UInt8(ascii: "L") { position += 1 }
    return size
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

  func malformed(_ reason: String) -> NPYError {
    .malformedHeader(path: path, offset: offset + position, reason: reason)
  }
}
