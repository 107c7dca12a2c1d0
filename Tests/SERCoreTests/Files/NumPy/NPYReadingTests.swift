// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("Reading .npy") struct NPYReadingTests {
  static let modes: [MappedFile.Mode] = [.map, .load]

  static func header(_ bytes: [UInt8]) throws(NPYError) -> NPYHeader {
    unsafe try NPYHeader(parsing: bytes.span.bytes, path: "x")
  }

  /// A file with this dictionary and these bytes after the header.
  static func file(
    _ dictionary: String, data: Int = 16, alignment: Int = 64, end: String = "\n", version: UInt8 = 1
  ) -> [UInt8] {
    var text = Array(dictionary.unicodeScalars).map { UInt8($0.value) }  // Latin-1
    let prefix = version == 1 ? 10 : 12
    while (prefix + text.count + end.utf8.count) % alignment != 0 { text.append(UInt8(ascii: " ")) }
    text += end.utf8
    let length = [UInt8(text.count & 255), UInt8(text.count >> 8)] + (version == 1 ? [] : [0, 0])
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + [UInt8](repeating: 0, count: data)
  }

  @Test("gives what NumPy wrote, in every type", arguments: modes) func values(mode: MappedFile.Mode) throws {
    let single = try NPYFile(path: Fixtures.path("npy/single.npy"), mode: mode)
    #expect(single.header.shape == [2, 3, 4])
    #expect(single.header.elementType == .float32)
    #expect(try single.floats() == (0..<24).map { Float($0) / 7 - 1 })
    #expect(try single.doubles() == (0..<24).map { Double(Float($0) / 7 - 1) })
    let double = try NPYFile(path: Fixtures.path("npy/double.npy"), mode: mode)
    #expect(double.header.shape == [3, 2])
    #expect(try double.doubles() == (0..<6).map { Double($0) / 7 - 1 })
    let integers = try NPYFile(path: Fixtures.path("npy/integers.npy"), mode: mode)
    #expect(try integers.int64s() == [0, 1, -1, .max, .min])
    let scalar = try NPYFile(path: Fixtures.path("npy/scalar.npy"), mode: mode)
    #expect(scalar.header.shape == [] && scalar.header.elementCount == 1)
    #expect(try scalar.doubles() == [0.1])
    let half = try NPYFile(path: Fixtures.path("npy/half.npy"), mode: mode)
    #expect(half.header.elementType == .float16)
    let expected = try NPYFile(path: Fixtures.path("npy/half_as_single.npy"), mode: mode).floats()
    for (mine, numpy) in zip(try half.floats(), expected) {
      #expect(mine.isNaN ? numpy.isNaN : mine.bitPattern == numpy.bitPattern)
    }
    #expect(try half.doubles().map { Float($0) }.filter { !$0.isNaN } == half.floats().filter { !$0.isNaN })
  }

  @Test("refuses to round") func lossy() throws {
    let double = try NPYFile(path: Fixtures.path("npy/double.npy"))
    let path = double.file.path
    #expect(throws: NPYError.lossyConversion(path: path, from: .float64, wanted: .float32)) {
      try double.floats()
    }
    #expect(throws: NPYError.lossyConversion(path: path, from: .float64, wanted: .int64)) {
      try double.int64s()
    }
    let integers = try NPYFile(path: Fixtures.path("npy/integers.npy"))
    #expect(throws: NPYError.self) { try integers.floats() }
    #expect(throws: NPYError.self) { try integers.doubles() }
    #expect(throws: NPYError.self) { try NPYFile(path: Fixtures.path("npy/single.npy")).int64s() }
  }

  @Test(
    "accepts the plain files among the hostile ones",
    arguments: [
      ("valid", [2, 2], [1, 2, 3, 4]), ("valid_empty", [0, 3], []), ("valid_scalar", [], [1]),
      ("valid_version_2", [2, 2], [1, 2, 3, 4]), ("valid_version_3", [2, 2], [1, 2, 3, 4]),
      ("valid_fortran", [2, 2], [1, 3, 2, 4]),
    ])
  func accepted(name: String, shape: [Int], values: [Float]) throws {
    let file = try NPYFile(path: Fixtures.path("npy/hostile/\(name).npy"))
    #expect(file.header.shape == shape)
    #expect(try file.floats() == values)
  }

  static let hostile: [(String, @Sendable (String) -> NPYError)] = [
    ("version_9", { .unsupportedVersion(path: $0, major: 9, minor: 0) }),
    ("header_length_4GiB", { .headerTooLong(path: $0, count: 4_294_967_295, limit: 10_000) }),
    (
      "not_utf8",
      {
        .malformedHeader(
          path: $0, offset: 23, reason: "a string may hold only printable ASCII characters and no backslash")
      }
    ),
    ("valid_big_endian", { .unsupportedElementType(path: $0, descriptor: ">f4") }),
    ("object", { .unsupportedElementType(path: $0, descriptor: "|O") }),
    ("string", { .unsupportedElementType(path: $0, descriptor: "<U2") }),
    ("lying_shape", { .truncated(path: $0, shape: [200, 200], needed: 160_128, found: 144) }),
    (
      "huge_shape",
      { .truncated(path: $0, shape: [1_000_000_000_000], needed: 4_000_000_000_128, found: 144) }
    ),
    ("negative_shape", { .malformedHeader(path: $0, offset: 61, reason: "a size may not be negative") }),
    ("shape_overflow", { .shapeTooLarge(path: $0) }),
    ("shape_overflow_to_4", { .shapeTooLarge(path: $0) }),
    ("shape_bytes_overflow", { .shapeTooLarge(path: $0) }),
    (
      "shape_float",
      { .malformedHeader(path: $0, offset: 62, reason: "a comma or ')' is expected after a size") }
    ),
    (
      "shape_expression",
      { .malformedHeader(path: $0, offset: 62, reason: "a comma or ')' is expected after a size") }
    ),
    ("trailing", { .trailingBytes(path: $0, shape: [2, 2], count: 8) }),
    ("truncated_header", { .headerTruncated(path: $0, needed: 128, found: 30) }),
    ("truncated_magic", { .headerTruncated(path: $0, needed: 10, found: 4) }),
    ("no_length", { .headerTruncated(path: $0, needed: 10, found: 8) }),
    ("header_length_lie", { .headerTooLong(path: $0, count: 60_000, limit: 10_000) }),
    ("wrong_magic", { .notNPY(path: $0) }),
    ("key_missing", { .missingKey(path: $0, key: "fortran_order") }),
    ("key_duplicate", { .duplicateKey(path: $0, key: "shape") }),
    ("code", { .malformedHeader(path: $0, offset: 20, reason: "a quoted string is expected") }),
    ("deep", { .malformedHeader(path: $0, offset: 61, reason: "a whole number is expected in the shape") }),
    (
      "structured",
      {
        .unsupportedElementType(
          path: $0, descriptor: "[('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape")
      }
    ),
  ]

  @Test("refuses every hostile file by name", arguments: 0..<hostile.count) func refused(index: Int) throws {
    let (name, expected) = Self.hostile[index]
    let path = Fixtures.path("npy/hostile/\(name).npy")
    for mode in Self.modes {
      let error = #expect(throws: expected(path)) { try NPYFile(path: path, mode: mode) }
      #expect(error?.description.contains(path) == true)
    }
  }

  @Test("knows every hostile file") func complete() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("npy/hostile"))
    #expect(names.count == Self.hostile.count + 6)
  }

  @Test(
    "takes the dictionary in any order and spacing that Python has",
    arguments: [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
      "{'shape': (2, 2), 'fortran_order': False, 'descr': '<f4'}",
      "{\"shape\":(2,2,),\"fortran_order\":False,\"descr\":\"<f4\",}",
      "  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 2 ) , }  ",
      "{'descr': '<f4',\n 'fortran_order': False,\n 'shape': (4,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 4)}",
      "{'descr': '<f4', 'fortran_order': True, 'shape': (2L, 2)}",
    ])
  func dictionaries(text: String) throws {
    for alignment in [4, 16, 64] {
      let header = try Self.header(Self.file(text, alignment: alignment))
      #expect(header.elementCount == 4 && header.byteCount == 16 && header.elementType == .float32)
    }
  }

  @Test(
    "refuses all other dictionaries",
    arguments: [
      "", "{", "}", "{}", "[]", "None", "{,}", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), ",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)} 1",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2),,}",
      "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '<f4', 'fortran_order': false, 'shape': (2, 2)}",
      "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2)}",
      "{'descr': '<f4', 'fortran_order': Falsehood, 'shape': (2, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': [2, 2]}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': 4}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (04,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4LL,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4 L,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4l,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (L,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (+4,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0x4,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (True, 4)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'note': 'x'}",
      "{'descr': '<f4', 'shape': (2, 2)}",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'fortran_order': False, 'shape': (2, 2)}",
      "{'d\\x65scr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '<f4, 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': 'float32', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '=f4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '>i4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '<u4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '<u1', 'fortran_order': False, 'shape': (16,)}",
      "{'descr': '|i1', 'fortran_order': False, 'shape': (16,)}",
      "{'descr': '|b2', 'fortran_order': False, 'shape': (8,)}",
      "{'descr': '<c8', 'fortran_order': False, 'shape': (2,)}",
      "{'descr': ('<f4', (2,)), 'fortran_order': False, 'shape': (2,)}",
      "{'descr': '\u{e9}', 'fortran_order': False, 'shape': (2,)}",
      "{'descr': b'<f4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '', 'fortran_order': False, 'shape': (2, 2)}",
      "#{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}\0",
    ])
  func others(text: String) {
    #expect(throws: NPYError.self) { try Self.header(Self.file(text)) }
  }

  @Test("refuses a header that does not end its line") func unended() {
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}"
    #expect(
      throws: NPYError.malformedHeader(path: "x", offset: 128, reason: "the header must end in a newline")
    ) {
      try Self.header(Self.file(text, end: " "))
    }
  }

  @Test("refuses elements that could not be read in place") func misaligned() {
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}"
    #expect(throws: NPYError.misaligned(path: "x", offset: 70, elementSize: 4)) {
      try Self.header(Self.file(text, alignment: 70))
    }
  }

  @Test("knows the long integers of Python 2 up to version 2") func longIntegers() throws {
    #expect(try NPYFile(path: Fixtures.path("npy/python_2.npy")).floats() == [1, 2, 3, 4])
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (4L,)}"
    for version in [1, 2] as [UInt8] {
      #expect(try Self.header(Self.file(text, version: version)).shape == [4])
    }
    #expect(throws: NPYError.self) { try Self.header(Self.file(text, version: 3)) }
  }

  @Test("takes as many axes as NumPy, and no more") func axes() throws {
    func text(_ axes: Int) -> String {
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4, \(String(repeating: "1, ", count: axes - 1)))}"
    }
    #expect(try Self.header(Self.file(text(64))).shape.count == 64)
    #expect(throws: NPYError.tooManyAxes(path: "x", count: 65, limit: 64)) {
      try Self.header(Self.file(text(65)))
    }
    #expect(throws: NPYError.tooManyAxes(path: "x", count: 3000, limit: 64)) {
      try Self.header(Self.file(text(3000)))
    }
  }

  @Test("stops at a shape too large for any file, even one without elements") func overflow() {
    for shape in [
      "(0, 9223372036854775808)", "(4294967296, 4294967296, 0)", "(0, 4294967296, 4294967296)",
      "(9223372036854775807,)",
    ] {
      #expect(throws: NPYError.shapeTooLarge(path: "x")) {
        try Self.header(Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}", data: 0))
      }
    }
  }

  @Test(
    "refuses a file cut at any byte",
    arguments: [
      "single.npy", "half.npy", "integers.npy", "scalar.npy", "boolean.npy", "version_2.npy", "version_3.npy",
      "fortran/i4.npy",
    ])
  func cut(name: String) throws {
    let whole = try Fixtures.bytes(Fixtures.path("npy/" + name))
    #expect(throws: Never.self) { try Self.header(whole) }
    let folder = try ScratchFolder()
    for count in 0..<whole.count {
      #expect(throws: NPYError.self) { try Self.header(Array(whole.prefix(count))) }
      let path = try folder.put(Array(whole.prefix(count)), as: "\(count)")
      for mode in Self.modes { #expect(throws: NPYError.self) { try NPYFile(path: path, mode: mode) } }
    }
  }

  /// Whatever is accepted must be readable to its last element.
  static func check(_ bytes: [UInt8]) -> Bool {
    guard let header = try? header(bytes) else { return false }
    #expect(header.dataOffset + header.byteCount == bytes.count)
    #expect(header.dataOffset % header.elementType.size == 0)
    #expect(header.shape.reduce(1, *) == header.elementCount)
    return true
  }

  @Test("survives flipped bits", arguments: 0..<10 as Range<UInt64>) func flips(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let whole = try Fixtures.bytes(Fixtures.path("npy/single.npy"))
    let folder = try ScratchFolder()
    var accepted = 0
    for round in 0..<1000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<128, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      let isAccepted = Self.check(bytes)
      accepted += isAccepted ? 1 : 0
      if round % 20 == 0 || isAccepted {
        let file = try? NPYFile(path: folder.put(bytes, as: "\(round)"), mode: round % 40 == 0 ? .map : .load)
        #expect((file != nil) == isAccepted)
        if let file, file.header.elementType == .float32 { #expect(try file.floats().count == 24) }
      }
    }
    #expect(accepted < 900)  // most of the header matters
  }

  @Test("survives headers made of the right words in the wrong places", arguments: 0..<10 as Range<UInt64>)
  func words(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let words = [
      "{", "}", "(", ")", ",", ":", " ", "'", "\"", "'descr'", "'fortran_order'", "'shape'", "'<f4'", "True",
      "False",
      "(2, 2)", "4", "-", "99999999999999999999", "'descr': '<f4', ", "'fortran_order': False, ",
      "'shape': (4,), ", "\n", "[",
    ]
    for _ in 0..<1000 {
      let count = Int.random(in: 0...12, using: &generator)
      _ = Self.check(Self.file((0..<count).map { _ in words.randomElement(using: &generator)! }.joined()))
    }
  }

  @Test("names a missing file") func missing() {
    let error = #expect(throws: NPYError.file(.notFound(path: "/none.npy"))) {
      try NPYFile(path: "/none.npy")
    }
    #expect(error?.description == "/none.npy: no such file; check the path")
  }

  @Test("says what to do") func sentences() {
    let object = NPYError.unsupportedElementType(path: "a.npy", descriptor: "|O").description
    #expect(
      object.hasPrefix(
        "a.npy holds Python objects ('|O'), whose pickle could run code, and only '<f2', '<f4', "))
    func advice(_ descriptor: String) -> Substring? {
      NPYError.unsupportedElementType(path: "a.npy", descriptor: descriptor).description.split(
        separator: "; "
      ).last
    }
    #expect(advice(">f4") == "save it again with np.save(path, x.astype(x.dtype.newbyteorder('<')))")
    #expect(advice("<U2") == "keep text in a CSV file, and save numbers only")
    #expect(advice("<u4") == "save it again with np.save(path, np.ascontiguousarray(x, dtype='<i8'))")
    #expect(
      advice("[('a', '<f4')]")
        == "save each field in a file of its own: np.save(path, np.ascontiguousarray(x['field']))")
  }
}

@Suite("Half precision") struct HalfPrecisionTests {
  #if !(os(macOS) && arch(x86_64))
    @Test("means the same as the processor's, for all 65,536 patterns") func exhaustive() {
      var differences = 0
      for bits in 0...UInt16.max {
        let (mine, reference) = (HalfPrecision.float(bits), Float(Float16(bitPattern: bits)))
        if mine.isNaN != reference.isNaN { differences += 1 }
        if !mine.isNaN, mine.bitPattern != reference.bitPattern { differences += 1 }
      }
      #expect(differences == 0)
    }
  #endif

  @Test(
    "holds the known numbers",
    arguments: [
      (0x0000, 0), (0x0001, 0x1p-24), (0x03ff, 0x3ffp-24), (0x0400, 0x1p-14), (0x3c00, 1), (0x7bff, 65504),
      (0x7c00, .infinity), (0xfbff, -65504),
    ])
  func known(bits: UInt16, value: Float) {
    #expect(HalfPrecision.float(bits) == value)
  }

  @Test("keeps the sign and payload of a NaN") func payload() {
    #expect(HalfPrecision.float(0xfe01).bitPattern == 0xffc0_2000)
    #expect(HalfPrecision.float(0x7c01).bitPattern == 0x7f80_2000)
  }
}
