// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Reads the JSON object in a safetensors header, and no other JSON.
///
/// ```
/// header   = "{" [ member { "," member } ] "}" { " " }
/// member   = string ":" tensor | "\"__metadata__\"" ":" texts
/// texts    = "{" [ string ":" string { "," string ":" string } ] "}"
/// tensor   = "{" field "," field "," field "}"     each once, in any order:
/// field    = "\"dtype\"" ":" string | "\"shape\"" ":" numbers | "\"data_offsets\"" ":" "[" number "," number "]"
/// numbers  = "[" [ number { "," number } ] "]"     number = "0" | digit { digit }, below 2^64
/// ```
///
/// Blanks (space, tab, line feed, carriage return) may stand between tokens, strings follow RFC 8259. Nothing
/// nests further, so a hostile header cannot exhaust the stack.
struct SafetensorsHeaderParser: HeaderScanner {
  /// What the header says about one tensor; whether that can be is not yet judged.
  struct Entry {
    var name: String
    var elementType: SafetensorsElementType
    var shape: [Int]
    var begin: UInt64
    var end: UInt64
  }

  let text: [UInt8]
  private let offset: Int
  private let path: String
  var position = 0

  /// - Parameters:
  ///   - text: The header after its length.
  ///   - offset: Where the text begins in the file, for messages.
  ///   - path: The name of the file, for messages.
  init(text: [UInt8], offset: Int, path: String) {
    self.text = text
    self.offset = offset
    self.path = path
  }

  mutating func parse() throws(SafetensorsError) -> (entries: [Entry], metadata: [String: String]) {
    guard text.first == UInt8(ascii: "{") else { throw malformed("the header must begin with '{'") }
    position = 1
    var keys: Set<String> = []
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    while try goesOn(to: "}", isFirst: keys.isEmpty) {
      let key = try string()
      guard keys.insert(key).inserted else { throw .duplicateName(path: path, name: key) }
      try expect(":")
      if key == SafetensorsHeader.metadataKey {
        metadata = try texts()
      } else {
        entries.append(try tensor(named: key))
      }
    }
    while position < text.count, text[position] == UInt8(ascii: " ") { position += 1 }
    guard position == text.count else { throw malformed("only blanks may follow the object") }
    return (entries, metadata)
  }

  private mutating func texts() throws(SafetensorsError) -> [String: String] {
    var texts: [String: String] = [:]
    try expect("{")
    while try goesOn(to: "}", isFirst: texts.isEmpty) {
      let key = try string()
      try expect(":")
      guard texts.updateValue(try string(), forKey: key) == nil else {
        throw .duplicateField(path: path, name: SafetensorsHeader.metadataKey, field: key)
      }
    }
    return texts
  }

  private mutating func tensor(named name: String) throws(SafetensorsError) -> Entry {
    var elementType: SafetensorsElementType?
    var shape: [Int]?
    var range: (begin: UInt64, end: UInt64)?
    try expect("{")
    while try goesOn(to: "}", isFirst: elementType == nil && shape == nil && range == nil) {
      let field = try string()
      try expect(":")
      switch field {
      case "dtype":
        if elementType != nil { throw .duplicateField(path: path, name: name, field: field) }
        let word = try string()
        elementType = SafetensorsElementType(rawValue: word)
        if elementType == nil { throw .unknownElementType(path: path, tensor: name, elementType: word) }
      case "shape":
        if shape != nil { throw .duplicateField(path: path, name: name, field: field) }
        shape = try sizes(of: name)
      case "data_offsets":
        if range != nil { throw .duplicateField(path: path, name: name, field: field) }
        try expect("[")
        let begin = try number()
        try expect(",")
        range = (begin, try number())
        try expect("]")
      default:
        throw .unknownField(path: path, tensor: name, field: field)
      }
    }
    guard let elementType else { throw .missingField(path: path, tensor: name, field: "dtype") }
    guard let shape else { throw .missingField(path: path, tensor: name, field: "shape") }
    guard let range else { throw .missingField(path: path, tensor: name, field: "data_offsets") }
    return Entry(name: name, elementType: elementType, shape: shape, begin: range.begin, end: range.end)
  }

  private mutating func sizes(of name: String) throws(SafetensorsError) -> [Int] {
    var sizes: [Int] = []
    try expect("[")
    while try goesOn(to: "]", isFirst: sizes.isEmpty) {
      guard let size = Int(exactly: try number()) else { throw .shapeTooLarge(path: path, tensor: name) }
      sizes.append(size)
    }
    return sizes
  }

  private mutating func number() throws(SafetensorsError) -> UInt64 {
    let number: UInt64 = try wholeNumber("a number") {
      $0.malformed("a number may not exceed 18446744073709551615")
    }
    if let next, ".eE".utf8.contains(next) {
      throw malformed("a number must be whole, without a point or an exponent")
    }
    return number
  }

  private mutating func string() throws(SafetensorsError) -> String {
    skipBlanks()
    guard position < text.count, text[position] == Self.quote else {
      throw malformed("a string in double quotes is expected")
    }
    position += 1
    let start = position
    var unescaped: [UInt8] = []
    var copied = start
    while position < text.count, text[position] != Self.quote {
      guard text[position] >= 0x20 else {
        throw malformed("a string may hold a control character only as an escape")
      }
      if text[position] == Self.backslash {
        unescaped += text[copied..<position]
        position += 1
        unescaped += UTF8.encode(try escaped())!
        copied = position
      } else {
        position += 1
      }
    }
    guard position < text.count else { throw malformed("a string is not closed") }
    unescaped += text[copied..<position]
    guard let string = String(validating: unescaped, as: UTF8.self) else {
      position = start
      throw malformed("a string is not UTF-8")
    }
    position += 1
    return string
  }

  /// The scalar that an escape stands for; `position` is behind the backslash.
  private mutating func escaped() throws(SafetensorsError) -> Unicode.Scalar {
    guard position < text.count else { throw malformed("a string is not closed") }
    position += 1
    switch text[position - 1] {
    case Self.quote: return "\""
    case Self.backslash: return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw malformed("no escape of JSON")
    }
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // Half of a pair: only a high half with its low half behind it means anything.
    guard unit < 0xdc00, text[position...].starts(with: [Self.backslash, UInt8(ascii: "u")]) else {
      throw malformed("half of a surrogate pair")
    }
    position += 2
    let low = try hexadecimal()
    guard 0xdc00..<0xe000 ~= low,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00))
    else { throw malformed("half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(SafetensorsError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard position < text.count, let digit = Character(Unicode.Scalar(text[position])).hexDigitValue else {
        throw malformed("four hexadecimal digits are expected")
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  /// Passes the end of a list or object, or the comma before the next of its elements.
  private mutating func goesOn(to end: Unicode.Scalar, isFirst: Bool) throws(SafetensorsError) -> Bool {
    if skip(end) { return false }
    if !isFirst, !skip(",") { throw malformed("a comma or '\(end)' is expected") }
    return true
  }

  static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }

  func malformed(_ reason: String) -> SafetensorsError {
    .malformedHeader(path: path, offset: offset + position, reason: reason)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
}
