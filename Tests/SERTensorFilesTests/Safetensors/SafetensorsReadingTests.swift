// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERTensorFiles
import TestSupport
import Testing

@Suite("Reading safetensors") struct SafetensorsReadingTests {
  static let modes: [MappedFile.Mode] = [.map, .load]

  static func open(_ name: String, _ mode: MappedFile.Mode = .map) throws -> SafetensorsFile {
    try SafetensorsFile(path: Fixtures.path("safetensors/\(name).safetensors"), mode: mode)
  }

  static func header(_ bytes: [UInt8]) throws(SafetensorsError) -> SafetensorsHeader {
    unsafe try SafetensorsHeader(parsing: bytes.span.bytes, path: "x")
  }

  /// A file with this header, whose length is the true one, and so many bytes of elements.
  static func file(_ header: String, data: Int = 16) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
      + [UInt8](repeating: 0, count: data)
  }

  static let one = #""dtype":"F32","shape":[2,2],"data_offsets":[0,16]"#

  // MARK: values

  @Test("gives what the reference wrote, in every type", arguments: modes)
  func values(mode: MappedFile.Mode) throws {
    let file = try Self.open("types", mode)
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.count == 38)
    for prefix in ["", "again."] {
      let eighths = (0..<12).map { Float($0) / 8 - 1 }
      #expect(try file.floats(named: prefix + "f16") == eighths)
      #expect(try file.floats(named: prefix + "bf16") == eighths)
      #expect(try file.doubles(named: prefix + "f16") == eighths.map(Double.init))
      #expect(try file.doubles(named: prefix + "bf16") == eighths.map(Double.init))
      #expect(try file.floats(named: prefix + "f32") == (0..<12).map { Float($0) / 7 - 1 })
      #expect(try file.doubles(named: prefix + "f32") == (0..<12).map { Double(Float($0) / 7 - 1) })
      #expect(try file.doubles(named: prefix + "f64") == (0..<12).map { Double($0) / 7 - 1 })
      let steps: [(String, Int64, Int64)] = [
        ("u8", 23, 0), ("i8", 21, -128), ("i16", 5957, -32768), ("u16", 5957, 0),
        ("i32", 390_451_572, -0x8000_0000), ("u32", 390_451_572, 0), ("i64", 1_676_976_733_973_595_601, .min),
      ]
      for (name, step, start) in steps {
        #expect(try file.int64s(named: prefix + name) == (0..<12).map { start &+ step &* $0 }, "\(name)")
      }
    }
    let shapes = try ["bool", "u8", "f16", "bf16", "f32", "f64"].map { try file.tensor(named: $0).shape }
    #expect(shapes == [[3, 4], [12], [2, 2, 3], [4, 3], [2, 6], [6, 2]])
    let truths = try file.withBytes(of: file.tensor(named: "bool")) { bytes in
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
    #expect(truths == (0..<12).map { $0 % 3 == 0 ? 1 : 0 })
  }

  @Test("gives the values that PyTorch has, at odd addresses, too", arguments: 0..<8) func unaligned(
    shift: Int
  ) throws {
    // One blank more in the header moves every element by a byte.
    var bytes = try Fixtures.bytes(Fixtures.path("safetensors/dtypes/dtypes.safetensors"))
    let length = Int(bytes[0]) | Int(bytes[1]) << 8
    bytes.insert(contentsOf: [UInt8](repeating: 0x20, count: shift), at: 8 + length)
    (bytes[0], bytes[1]) = (UInt8((length + shift) & 255), UInt8((length + shift) >> 8))
    let folder = try ScratchFolder()
    let file = try SafetensorsFile(path: folder.put(bytes))
    #expect(
      file.tensors.map(\.name) == [
        "i64", "f64", "empty", "f32", "scalar", "i32", "bf16", "f16", "u8", "bool",
      ])
    for tensor in file.tensors where tensor.name != "bool" {
      let expected = try NPYFile(path: Fixtures.path("safetensors/dtypes/expected.\(tensor.name).npy"))
      #expect(tensor.shape == expected.header.shape)
      let values = try expected.doubles()
      switch tensor.elementType {
      case .int64, .int32, .uint8:
        #expect(try file.int64s(named: tensor.name).map(Double.init) == values)
      default:
        let found = try file.doubles(named: tensor.name)
        #expect(found.count == values.count)
        for (mine, theirs) in zip(found, values) {
          #expect(mine.isNaN ? theirs.isNaN : mine.bitPattern == theirs.bitPattern, "\(tensor.name)")
        }
        if tensor.elementType != .float64 {
          let narrow = try file.floats(named: tensor.name)
          #expect(narrow.map { Double($0).bitPattern } == found.map(\.bitPattern))
        }
      }
    }
  }

  @Test("widens every half and every brain float exactly") func patterns() throws {
    let folder = try ScratchFolder()
    let bytes = (0...UInt16.max).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    var writer = SafetensorsWriter()
    writer.append(bytes: bytes, of: .bfloat16, named: "brain", shape: [65536])
    writer.append(halfPrecision: Array(0...UInt16.max), named: "half", shape: [256, 256])
    try writer.write(to: folder.file("a"))
    let file = try SafetensorsFile(path: folder.file("a"))
    #expect(try file.floats(named: "brain").map(\.bitPattern) == (0...UInt16.max).map { UInt32($0) << 16 })
    let halves = try file.floats(named: "half").map(\.bitPattern)
    #expect(halves == (0...UInt16.max).map { HalfPrecision.float($0).bitPattern })
    #expect(try file.withBytes(of: file.tensor(named: "half")) { $0.byteCount } == 131_072)
  }

  @Test("refuses to round") func lossy() throws {
    let file = try Self.open("types")
    let path = file.file.path
    #expect(
      throws: SafetensorsError.notConvertible(path: path, tensor: "f64", from: .float64, wanted: .float32)
    ) { try file.floats(named: "f64") }
    #expect(throws: SafetensorsError.notConvertible(path: path, tensor: "u64", from: .uint64, wanted: .int64))
    {
      try file.int64s(named: "u64")
    }
    for tensor in file.tensors {
      let isFloat = [.float16, .bfloat16, .float32].contains(tensor.elementType)
      let isInteger = ["I8", "U8", "I16", "U16", "I32", "U32", "I64"].contains(tensor.elementType.rawValue)
      #expect(((try? file.floats(named: tensor.name)) != nil) == isFloat, "\(tensor)")
      #expect(((try? file.doubles(named: tensor.name)) != nil) == (isFloat || tensor.elementType == .float64))
      #expect(((try? file.int64s(named: tensor.name)) != nil) == isInteger, "\(tensor)")
    }
  }

  @Test("keeps names and metadata as they are") func names() throws {
    let file = try Self.open("names")
    #expect(file.metadata == ["a \"text\"\n": "é\\"])
    #expect(
      file.tensors.map(\.name) == [
        "", "\n\t\u{8}\u{c}\r\u{1}\u{1f}\u{7f}", "Z", "a", "a.10", "a.9", "b", "e\u{301}x",
        "quote\"back\\slash/",
        "é", "\u{2028}", "\u{ffee}", "😀",
      ])
    #expect(try file.floats(named: "😀") == [1])
  }

  @Test("takes tensors without elements, and files without tensors") func empty() throws {
    let file = try Self.open("shapes")
    #expect(file.tensors.map(\.name) == ["also", "scalar", "empty", "last"])
    #expect(file.tensors.map(\.shape) == [[2, 0], [], [0, 3], [1]])
    #expect(file.tensors.map(\.elementCount) == [0, 1, 0, 1])
    #expect(try file.doubles(named: "scalar") == [0.1])
    #expect(try file.int64s(named: "also") == [])
    #expect(try file.floats(named: "empty") == [])
    let none = try Self.open("none")
    #expect(none.tensors.isEmpty && none.metadata.isEmpty)
    // Where several tensors begin, those without elements come first, whatever the header's order.
    let mixed = try Self.header(
      Self.file(
        #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
          + #""c":{"dtype":"I64","shape":[0,9223372036854775807],"data_offsets":[0,0]}}"#, data: 1))
    #expect(mixed.tensors.map(\.name) == ["c", "b", "a"])
  }

  // MARK: refusals

  static func malformed(_ offset: Int, _ reason: String) -> @Sendable (String) -> SafetensorsError {
    { .malformedHeader(path: $0, offset: offset, reason: reason) }
  }

  static let hostile: [(String, @Sendable (String) -> SafetensorsError)] = [
    ("empty", { .notSafetensors(path: $0, count: 0) }),
    ("seven_bytes", { .notSafetensors(path: $0, count: 7) }),
    ("length_lie_small", { .headerTruncated(path: $0, needed: 1008, found: 89) }),
    ("length_lie_huge", { .headerTooLong(path: $0, count: 1 << 63, limit: 100_000_000) }),
    ("length_lie_max", { .headerTooLong(path: $0, count: .max, limit: 100_000_000) }),
    ("length_zero", malformed(8, "the header must begin with '{'")),
    ("header_cut", malformed(28, "a string is not closed")),
    ("overlap", { .overlap(path: $0, tensor: "b", count: 8) }),
    ("same_data", { .overlap(path: $0, tensor: "b", count: 16) }),
    ("hole", { .hole(path: $0, tensor: "b", count: 4) }),
    ("trailing", { .trailingBytes(path: $0, count: 16) }),
    ("out_of_file", { .truncated(path: $0, tensor: "b", needed: 32, found: 20) }),
    ("begin_after_end", { .endBeforeBegin(path: $0, tensor: "a", begin: 16, end: 0) }),
    ("offset_negative", malformed(65, "a number may not be negative")),
    ("offset_huge", malformed(106, "a number may not exceed 18446744073709551615")),
    ("offset_wrap", { .truncated(path: $0, tensor: "a", needed: .max, found: 16) }),
    ("shape_overflow", { .shapeTooLarge(path: $0, tensor: "a") }),
    ("shape_overflow_wraps", { .shapeTooLarge(path: $0, tensor: "a") }),
    ("shape_overflow_to_4", { .shapeTooLarge(path: $0, tensor: "a") }),
    ("shape_bytes_overflow", { .shapeTooLarge(path: $0, tensor: "a") }),
    (
      "shape_mismatch",
      {
        .wrongByteCount(
          path: $0, tensor: "a", elementType: .float32, shape: [3, 2], needed: 24, found: 16)
      }
    ),
    ("shape_negative", malformed(41, "a number may not be negative")),
    ("shape_float", malformed(42, "a number must be whole, without a point or an exponent")),
    ("dtype_unknown", { .unknownElementType(path: $0, tensor: "a", elementType: "F33") }),
    ("dtype_number", malformed(24, "a string in double quotes is expected")),
    ("field_missing", { .missingField(path: $0, tensor: "a", field: "data_offsets") }),
    ("array", malformed(8, "the header must begin with '{'")),
    ("metadata_number", malformed(31, "a string in double quotes is expected")),
    ("deep_json", malformed(24, "'{' is expected")),
    ("duplicate_key", { .duplicateName(path: $0, name: "a") }),
    ("duplicate_field", { .duplicateField(path: $0, name: "a", field: "shape") }),
    ("not_utf8", malformed(10, "a string is not UTF-8")),
    ("lone_surrogate", malformed(16, "half of a surrogate pair")),
  ]

  @Test("refuses every hostile file by name", arguments: 0..<hostile.count) func refused(index: Int) throws {
    let (name, expected) = Self.hostile[index]
    let path = Fixtures.path("hostile-safetensors/\(name).safetensors")
    for mode in Self.modes {
      let error = #expect(throws: expected(path)) { try SafetensorsFile(path: path, mode: mode) }
      #expect(error?.description.contains(path) == true)
    }
  }

  @Test("knows every hostile file, and takes the good one among them") func complete() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("hostile-safetensors"))
    #expect(names.count == Self.hostile.count + 1)
    let valid = try SafetensorsFile(path: Fixtures.path("hostile-safetensors/valid.safetensors"))
    #expect(try valid.floats(named: "a") == [0, 0, 0, 0])
  }

  @Test(
    "takes a header in any order and spacing that JSON has",
    arguments: [
      "{\"a\":{\(one)}}", "{\"a\":{\(one)}}   ", "{ \"a\" :\t{\n\(one)\r\n} }",
      #"{"a":{"data_offsets":[0,16],"shape":[2,2],"dtype":"F32"}}"#,
      #"{"a":{ "data_offsets" : [ 0 , 16 ] , "shape" : [ 2 , 2 ] , "dtype" : "F32" } , "__metadata__" : { "x" : "" } }"#,
      #"{"__metadata__":{},"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
      #"{"\u0061":{"d\u0074ype":"\u004632","shape":[2,2],"data_offsets":[0,16]}}"#,
      "{\"a\":{\(one)},\"c\":{\"dtype\":\"F4\",\"shape\":[0,3],\"data_offsets\":[16,16]}}",
    ])
  func spacing(text: String) throws {
    let header = try Self.header(Self.file(text))
    #expect(header.tensor(named: "a")?.byteRange == header.dataOffset..<header.dataOffset + 16)
    #expect(header.tensor(named: "a")?.elementCount == 4)
  }

  @Test("understands the escapes of JSON") func escapes() throws {
    let text = #"{"\ud83d\uDE00\u00e9\/\"\\\b\f\n\r\t\u0000":{"# + Self.one + "}}"
    let header = try Self.header(Self.file(text))
    #expect(header.tensors.map(\.name) == ["😀é/\"\\\u{8}\u{c}\n\r\t\0"])
  }

  @Test(
    "refuses all other headers",
    arguments: [
      "", "{", "}", "[]", "null", "{,}", "{}", " {\"a\":{\(one)}}", "{\"a\":{\(one)}", "{\"a\":{\(one)}}}",
      "{\"a\":{\(one)}}\n", "{\"a\":{\(one)}} x", "{\"a\":{\(one)}}\0", "{\"a\":{\(one)},}",
      "{\"a\":{\(one),}}",
      "{\"a\":{\(one)} \"b\":{}}", "{\"a\" {\(one)}}", "{'a':{\(one)}}", "{a:{\(one)}}",
      "{\"a\":[\"F32\",[2,2],[0,16]]}",
      "{\"a\":{\(one),\"x\":1}}", "{\"a\":{\(one)},\"b\":null}", "{\"a\":{\(one)},\"__metadata__\":null}",
      "{\"a\":{\(one)},\"__metadata__\":{\"x\":null}}", "{\"a\":{\(one)},\"__metadata__\":[]}",
      "{\"__metadata__\":{\"x\":\"1\",\"x\":\"2\"},\"a\":{\(one)}}",
      "{\"__metadata__\":{\"x\":\"1\",},\"a\":{\(one)}}",
      "{\"__metadata__\":{},\"a\":{\(one)},\"__metadata__\":{}}", "{\"a\":{\(one)},\"\\u0061\":{\(one)}}",
      "{\"\u{e9}\":{\(one)},\"e\u{301}\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[16,16]}}",
      #"{"a":{"dtype":"f32","shape":[2,2],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2,],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[,2,2],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[[2,2]],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[02,2],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2e0],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2E0],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2.0],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":["2",2],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,NaN],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,true],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}"#,
      #"{"a":{"dtype":"F32","shape":4,"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":null,"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[16]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,1e1]}}"#,
      #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[+0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}"#,
      #"{"a":{"dtype":"F32","shape":[0,9223372036854775808],"data_offsets":[0,0]}}"#,
      #"{"a":{"dtype":"F4","shape":[31],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F6_E2M3","shape":[21],"data_offsets":[0,16]}}"#,
      #"{"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#,
      "{\"\\x\":{\(one)}}", "{\"\\u00\":{\(one)}}", "{\"\\u+061\":{\(one)}}", "{\"\n\":{\(one)}}",
      "{\"\\ud83d\":{\(one)}}", "{\"\\ud83d\\u0061\":{\(one)}}", "{\"\\ude00\\ud83d\":{\(one)}}",
      "{\"\\ud83dx\":{\(one)}}",
      "{\"a\\", "{\"a\\u", "{\"a\\ud83d\\", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2", "{\"a\":{\"dtype\"",
      "\u{feff}{\"a\":{\(one)}}",
    ])
  func others(text: String) {
    #expect(throws: SafetensorsError.self) { try Self.header(Self.file(text)) }
  }

  @Test("takes types of less than a byte where they fill their bytes") func subBytes() throws {
    for (type, count) in [("F4", 32), ("F6_E2M3", 20), ("F6_E3M2", 20)] {
      let bytes = count * (type == "F4" ? 4 : 6) / 8
      let header = try Self.header(
        Self.file(
          "{\"a\":{\"dtype\":\"\(type)\",\"shape\":[\(count)],\"data_offsets\":[0,\(bytes)]}}", data: bytes))
      #expect(header.tensors[0].elementCount == count && header.tensors[0].byteRange.count == bytes)
    }
  }

  // MARK: damage

  @Test("refuses a file cut at any byte", arguments: ["types", "names", "shapes", "none"]) func cut(
    name: String
  ) throws {
    let whole = try Fixtures.bytes(Fixtures.path("safetensors/\(name).safetensors"))
    #expect(throws: Never.self) { try Self.header(whole) }
    for count in 0..<whole.count {
      #expect(throws: SafetensorsError.self) { try Self.header(Array(whole.prefix(count))) }
    }
    #expect(throws: SafetensorsError.trailingBytes(path: "x", count: 1)) { try Self.header(whole + [0]) }
  }

  @Test("refuses a flipped bit anywhere but in a name and in elements") func flips() throws {
    let whole = Self.file(
      "{\"a\":{\(Self.one)}, \"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[16,19]}}  ", data: 19)
    let names = [10, 18 + Self.one.utf8.count]
    #expect(names.map { whole[$0] } == Array("ab".utf8))
    let data = whole.count - 19
    let original = try Self.header(whole)
    var accepted = 0
    for bit in 0..<8 * whole.count {
      var bytes = whole
      bytes[bit / 8] ^= 1 << (bit % 8)
      guard let header = try? Self.header(bytes) else { continue }
      accepted += 1
      // "U8" and "I8" do not differ in one bit, and no digit can change alone.
      #expect(bit / 8 >= data || names.contains(bit / 8), "bit \(bit)")
      #expect(header.tensors.map(\.byteRange) == original.tensors.map(\.byteRange))
    }
    #expect(accepted > 19 * 8)
  }

  /// Whatever is accepted must tile the file and be readable to its last element.
  static func check(_ bytes: [UInt8], at path: String) throws -> Bool {
    guard let header = try? header(bytes) else { return false }
    var filled = header.dataOffset
    for tensor in header.tensors {
      #expect(tensor.byteRange.lowerBound == filled)
      #expect(tensor.elementCount * tensor.elementType.bitCount == tensor.byteRange.count * 8)
      filled = tensor.byteRange.upperBound
    }
    #expect(filled == bytes.count)
    try Data(bytes).write(to: URL(filePath: path))
    let file = try SafetensorsFile(path: path)
    #expect(file.header == header)
    for tensor in file.tensors {
      if let values = try? file.doubles(named: tensor.name) { #expect(values.count == tensor.elementCount) }
      if let values = try? file.int64s(named: tensor.name) { #expect(values.count == tensor.elementCount) }
    }
    return true
  }

  @Test("survives damaged headers", arguments: 0..<10 as Range<UInt64>) func damage(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let folder = try ScratchFolder()
    let name = ["types", "names", "shapes"][Int(seed % 3)]
    let whole = try Fixtures.bytes(Fixtures.path("safetensors/\(name).safetensors"))
    let end = 8 + Int(whole[0]) + Int(whole[1]) << 8
    let marks = Array(#"{}[]",:0123456789-+.eE\u tfn"#.utf8)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<end, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = marks.randomElement(using: &generator)!
        default: bytes.swapAt(place, Int.random(in: 0..<end, using: &generator))
        }
      }
      _ = try Self.check(bytes, at: folder.file("a"))
    }
  }

  @Test("takes headers of many tensors, and refuses a length that no file has") func large() throws {
    let entries = (0..<20_000).map {
      "\"\($0)\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[\($0),\($0 + 1)]}"
    }
    let header = try Self.header(Self.file("{\(entries.shuffled().joined(separator: ","))}", data: 20_000))
    #expect(header.tensors.map(\.name) == (0..<20_000).map(String.init))
    var bytes = Self.file("{}", data: 0)
    bytes.replaceSubrange(0..<8, with: [0, 0xe1, 0xf5, 5, 0, 0, 0, 0])  // 100,000,000
    #expect(throws: SafetensorsError.headerTruncated(path: "x", needed: 100_000_008, found: 10)) {
      try Self.header(bytes)
    }
    bytes[0] = 1
    #expect(throws: SafetensorsError.headerTooLong(path: "x", count: 100_000_001, limit: 100_000_000)) {
      try Self.header(bytes)
    }
  }

  // MARK: messages

  @Test("names a missing file and a missing tensor") func missing() throws {
    let error = #expect(throws: SafetensorsError.file(.notFound(path: "/none.safetensors"))) {
      try SafetensorsFile(path: "/none.safetensors")
    }
    #expect(error?.description == "/none.safetensors: no such file; check the path")
    let file = try Self.open("shapes")
    let unknown = #expect(throws: SafetensorsError.self) { try file.floats(named: "lost") }
    #expect(
      unknown?.description
        == "\(file.file.path) has no tensor 'lost' among its 4; did you mean 'last'; check the name")
  }

  @Test("says what to do") func sentences() {
    #expect(
      SafetensorsError.hole(path: "a", tensor: "w", count: 4).description
        == "a has 4 bytes before tensor 'w' that belong to none; write it again with the safetensors package")
    #expect(
      SafetensorsError.notConvertible(path: "a", tensor: "w", from: .float64, wanted: .float32).description
        == "a: tensor 'w' holds 'F64', which is not read as 'F32'; convert it, or read it as what it is")
    let long = SafetensorsError.duplicateName(path: "a", name: "\n" + String(repeating: "x", count: 1_000))
      .description
    #expect(long.contains("'?xxx") && long.contains("x…'") && long.count < 200)
  }

  @Test("takes a tensor of another file for a programmer's error") func foreign() async {
    await #expect(processExitsWith: .failure) {
      let tensor = try SafetensorsReadingTests.open("types").tensor(named: "f32")
      try SafetensorsReadingTests.open("names").withBytes(of: tensor) { _ in }
    }
  }
}
