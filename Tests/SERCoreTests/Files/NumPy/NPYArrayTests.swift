// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("An array in NumPy's format") struct NPYArrayTests {
  /// A file in either order; `cOrder` are the elements of `shape` in C order.
  static func bytes<Element: NPYElement>(_ cOrder: [Element], shape: [Int], isFortranOrder: Bool) -> [UInt8] {
    var header = NPYWriter.header(of: Element.elementType, shape: shape)
    var elements = cOrder
    if isFortranOrder {
      let text = String(decoding: header[10...], as: UTF8.self)
      let flipped = text.split(separator: "False", maxSplits: 1).joined(separator: "True ")
      header = Array(header[..<10]) + flipped.utf8
      // The slow way, by the definition: C index to coordinates to Fortran index.
      for (index, element) in cOrder.enumerated() {
        var (rest, coordinates) = (index, [Int](repeating: 0, count: shape.count))
        for axis in shape.indices.reversed() {
          (rest, coordinates[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis])
        }
        elements[zip(coordinates, shape).reversed().reduce(0) { $0 * $1.1 + $1.0 }] = element
      }
    }
    return header + elements.flatMap { element in unsafe withUnsafeBytes(of: element) { unsafe Array($0) } }
  }

  static func array(_ bytes: [UInt8]) throws(NPYError) -> NPYArray {
    try NPYArray(parsing: StoredBytes(bytes), name: "x")
  }

  static let shapes = [
    [], [0], [1], [7], [3, 5], [5, 3], [4, 0, 2], [2, 3, 4], [1, 6, 1], [2, 3, 1, 5, 2], [64, 33],
  ]

  @Test(
    "comes back in C order from either order, bit for bit, in every type", arguments: shapes,
    0..<4 as Range<UInt64>)
  func roundTrip(shape: [Int], seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let words = (0..<shape.reduce(1, *)).map { _ in generator.next() }
    for isFortranOrder in [false, true] {
      func read<Element: NPYElement>(_ values: [Element]) throws -> NPYArray {
        let array = try Self.array(Self.bytes(values, shape: shape, isFortranOrder: isFortranOrder))
        #expect(array.header.isFortranOrder == isFortranOrder && array.header.shape == shape)
        return array
      }
      let singles = words.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
      #expect(try read(singles).floats().map(\.bitPattern) == singles.map(\.bitPattern))
      let doubles = words.map { Double(bitPattern: $0) }
      #expect(try read(doubles).doubles().map(\.bitPattern) == doubles.map(\.bitPattern))
      let integers = words.map { Int64(bitPattern: $0) }
      #expect(try read(integers).int64s() == integers)
      let short = words.map { Int32(truncatingIfNeeded: $0) }
      #expect(try read(short).int32s() == short)
      #expect(try read(short).int64s() == short.map { Int64($0) })
      #expect(try read(short).doubles() == short.map { Double($0) })
      let bytes = words.map { UInt8(truncatingIfNeeded: $0) }
      let array = try read(bytes)
      #expect(try array.uint8s() == bytes && array.int32s() == bytes.map { Int32($0) })
      #expect(try array.int64s() == bytes.map { Int64($0) } && array.floats() == bytes.map { Float($0) })
      #expect(try array.doubles() == bytes.map { Double($0) })
      let truths = words.map { $0 % 2 == 1 }
      #expect(try read(truths).booleans() == truths)
    }
  }

  @Test(
    "is read as NumPy means it, in Fortran's order", arguments: ["f2", "f4", "f8", "i4", "i8", "u1", "b1"])
  func fortran(name: String) throws {
    for mode in NPYReadingTests.modes {
      let file = try NPYFile(path: Fixtures.path("npy/fortran/\(name).npy"), mode: mode)
      #expect(file.header.isFortranOrder && file.header.shape == [2, 3, 4])
      switch file.header.elementType {
      case .float16, .float32: #expect(try file.floats() == (0..<24).map { Float($0) })
      case .float64: #expect(try file.doubles() == (0..<24).map { Double($0) })
      case .int32: #expect(try file.int32s() == (0..<24).map { Int32($0) })
      case .int64: #expect(try file.int64s() == (0..<24).map { Int64($0) })
      case .uint8: #expect(try file.uint8s() == (0..<24).map { UInt8($0) })
      case .boolean: #expect(try file.booleans() == (0..<24).map { $0 % 2 == 1 })
      }
    }
  }

  @Test("is read from the later versions of the format", arguments: [2, 3]) func versions(version: Int) throws
  {
    let file = try NPYFile(path: Fixtures.path("npy/version_\(version).npy"))
    #expect(file.header.shape == [2, 3])
    #expect(try file.int32s() == [0, 1, 2, 3, 4, 5])
  }

  /// What each type can be had as; all else must be refused.
  static let conversions: [NPYElementType: Set<NPYElementType>] = [
    .float16: [.float32, .float64], .float32: [.float32, .float64], .float64: [.float64],
    .int32: [.int32, .int64, .float64], .int64: [.int64],
    .uint8: [.uint8, .int32, .int64, .float32, .float64], .boolean: [.boolean],
  ]

  @Test("is converted only where no value of its type could be lost", arguments: NPYElementType.allCases)
  func conversion(type: NPYElementType) throws {
    let elements = [UInt8](repeating: 0, count: 2 * type.size)
    let array = try Self.array(NPYWriter.header(of: type, shape: [2]) + elements)
    func check(_ wanted: NPYElementType, _ read: () throws(NPYError) -> Int) {
      if Self.conversions[type]!.contains(wanted) {
        #expect((try? read()) == 2)
      } else {
        #expect(throws: NPYError.lossyConversion(path: "x", from: type, wanted: wanted)) { try read() }
      }
    }
    check(.float32) { () throws(NPYError) in try array.floats().count }
    check(.float64) { () throws(NPYError) in try array.doubles().count }
    check(.int32) { () throws(NPYError) in try array.int32s().count }
    check(.int64) { () throws(NPYError) in try array.int64s().count }
    check(.uint8) { () throws(NPYError) in try array.uint8s().count }
    check(.boolean) { () throws(NPYError) in try array.booleans().count }
  }

  @Test("has no truth values but 0 and 1", arguments: 2...255 as ClosedRange<UInt8>) func truth(byte: UInt8)
    throws
  {
    for (index, elements) in [[byte, 0, 1], [1, byte, 0], [0, 1, byte]].enumerated() {
      let array = try Self.array(NPYWriter.header(of: .boolean, shape: [3]) + elements)
      let error = #expect(throws: NPYError.notBoolean(path: "x", index: index, value: byte)) {
        try array.booleans()
      }
      #expect(
        error?.description.hasPrefix("x: element \(index) is \(byte), and a truth value is 0 or 1; ") == true)
    }
  }

  @Test(
    "is a value or an error, whichever bit of its file is wrong",
    arguments: ["single.npy", "int32.npy", "boolean.npy", "scalar.npy", "version_3.npy", "fortran/i4.npy"])
  func flips(name: String) throws {
    let whole = try Fixtures.bytes(Fixtures.path("npy/" + name))
    var (accepted, refused) = (0, 0)
    for bit in 0..<8 * whole.count {
      var bytes = whole
      bytes[bit / 8] ^= 1 << (bit % 8)
      do throws(NPYError) {
        let array = try Self.array(bytes)
        accepted += 1
        #expect(array.header.dataOffset + array.header.byteCount == bytes.count)
        let counts = [
          try? array.floats().count, try? array.doubles().count, try? array.int32s().count,
          try? array.int64s().count, try? array.uint8s().count, try? array.booleans().count,
        ]
        #expect(counts.allSatisfy { $0 == nil || $0 == array.header.elementCount })
      } catch {
        refused += 1
        #expect(error.description.hasPrefix("x"))
      }
    }
    #expect(accepted > 0 && refused > 400)
  }
}
