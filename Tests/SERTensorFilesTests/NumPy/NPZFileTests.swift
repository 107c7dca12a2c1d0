// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERTensorFiles
import TestSupport
import Testing

@Suite("An .npz archive") struct NPZFileTests {
  static let modes: [MappedFile.Mode] = [.map, .load]

  static func path(_ name: String) -> String { Fixtures.path("npz/\(name).npz") }

  @Test(
    "holds what NumPy put in it, in that order", arguments: ["savez", "savez_compressed"],
    modes)
  func values(name: String, mode: MappedFile.Mode) throws {
    let archive = try NPZFile(path: Self.path(name), mode: mode)
    #expect(
      archive.names == ["f2", "f4", "f8", "i4", "i8", "u1", "b1", "fortran", "scalar", "empty", "Gefühl/ä"])
    for name in ["f2", "f4", "fortran"] {
      let array = try archive.array(named: name)
      #expect(array.header.shape == [2, 3, 4] && array.header.isFortranOrder == (name == "fortran"))
      #expect(try array.floats() == (0..<24).map { Float($0) })
    }
    #expect(try archive.array(named: "f8").doubles() == (0..<24).map { Double($0) })
    #expect(try archive.array(named: "i4").int32s() == (0..<24).map { Int32($0) })
    #expect(try archive.array(named: "i8").int64s() == (0..<24).map { Int64($0) })
    #expect(try archive.array(named: "u1").uint8s() == (0..<24).map { UInt8($0) })
    #expect(try archive.array(named: "b1").booleans() == (0..<24).map { $0 % 2 == 1 })
    #expect(try archive.array(named: "scalar").doubles() == [0.1])
    #expect(try archive.array(named: "empty").header.shape == [0, 5])
    #expect(try archive.array(named: "empty").floats() == [])
    #expect(try archive.array(named: "Gefühl/ä").floats() == [1.5, -2])
    for name in archive.names {
      #expect(try archive.header(named: name) == archive.array(named: name).header)
    }
  }

  @Test("may have been streamed, with the sizes after the data") func streamed() throws {
    let archive = try NPZFile(path: Self.path("streamed"))
    #expect(archive.names == ["x", "y"])
    #expect(try archive.array(named: "x").floats() == (0..<24).map { Float($0) })
    #expect(try archive.array(named: "y").int64s() == [0, 1, 2])
  }

  @Test("may be empty") func empty() throws {
    let archive = try NPZFile(path: Self.path("no_arrays"))
    #expect(archive.names == [])
    let error = #expect(throws: NPZError.self) { try archive.array(named: "x") }
    #expect(error?.description == "\(archive.path) has no array 'x'; it is empty")
  }

  @Test("may be compressed nearly as far as deflate goes") func zeros() throws {
    let archive = try NPZFile(path: Self.path("zeros"))
    #expect(try archive.array(named: "x").doubles() == [Double](repeating: 0, count: 1 << 20))
  }

  @Test("knows no other names") func missing() throws {
    let archive = try NPZFile(path: Self.path("savez"))
    let error = #expect(throws: NPZError.missing(path: archive.path, name: "fortrun", names: archive.names)) {
      try archive.array(named: "fortrun")
    }
    #expect(error?.description.hasSuffix("has no array 'fortrun'; did you mean 'fortran'") == true)
    #expect(throws: NPZError.self) { try archive.header(named: "f4.npy") }
  }

  @Test("is not a single array's file, and says so") func single() throws {
    let path = Fixtures.path("npy/single.npy")
    let error = #expect(throws: NPZError.archive(.notZip(path: path))) { try NPZFile(path: path) }
    #expect(error?.description.contains("NPYFile") == true)
    #expect(throws: NPYError.notNPY(path: Self.path("savez"))) { try NPYFile(path: Self.path("savez")) }
    #expect(throws: NPZError.archive(.file(.notFound(path: "/none.npz")))) { try NPZFile(path: "/none.npz") }
  }

  @Test("holds arrays and nothing else") func others() throws {
    let path = Self.path("hostile/name_not_array")
    #expect(throws: NPZError.notAnArray(path: path, member: "README.txt")) { try NPZFile(path: path) }
  }

  /// Arrays whose own header does not fit the archive's size for them.
  static let dishonest: [(String, @Sendable (String) -> NPYError)] = [
    ("npy_lie", { .truncated(path: $0, shape: [1_000_000_000_000], needed: 4_000_000_000_128, found: 128) }),
    (
      "npy_lie_stored",
      { .truncated(path: $0, shape: [1_000_000_000_000], needed: 4_000_000_000_128, found: 128) }
    ),
    ("npy_none", { .notNPY(path: $0) }),
    ("npy_object", { .unsupportedElementType(path: $0, descriptor: "|O ") }),
  ]

  @Test("refuses an array whose header does not fit its size", arguments: 0..<dishonest.count)
  func lies(index: Int) throws {
    let (name, expected) = Self.dishonest[index]
    let archive = try NPZFile(path: Self.path("hostile/\(name)"))
    let error = NPZError.array(expected("\(archive.path): x.npy"))
    #expect(throws: error) { try archive.header(named: "x") }
    #expect(throws: error) { try archive.array(named: "x") }
  }

  @Test(
    "gives the same arrays or an error, whichever bit of it is wrong",
    arguments: ["valid", "valid_zip64", "small"])
  func flips(name: String) throws {
    let folder = try ScratchFolder()
    var path = Self.path("hostile/\(name)")
    if name == "small" {
      path = folder.file("small.npz")
      var archive = try NPZWriter(path: path, isCompressed: true)
      try archive.append([0, 1, 2, 3] as [Float], shape: [4], named: "x")
      try archive.append([0, 1, 2] as [Int64], shape: [3], named: "y")
      try archive.commit()
    }
    let whole = try Fixtures.bytes(path)
    var (accepted, refused) = (0, 0)
    for bit in 0..<8 * whole.count {
      var bytes = whole
      bytes[bit / 8] ^= 1 << (bit % 8)
      do throws(NPZError) {
        let archive = try NPZFile(StoredBytes(bytes), path: "x")
        #expect(archive.names == ["x", "y"])
        let (x, y) = (try archive.array(named: "x"), try archive.array(named: "y"))
        #expect((try? x.floats()) == [0, 1, 2, 3] && (try? y.int64s()) == [0, 1, 2])
        accepted += 1
      } catch {
        refused += 1
        #expect(error.description.hasPrefix("x"))
      }
    }
    // What may differ unseen: dates, versions, attributes, and the bits of deflate's last byte.
    #expect(accepted < refused / 4 && accepted > 0, "\(accepted) of \(accepted + refused)")
  }

  @Test(
    "is refused when cut at any byte",
    arguments: ["hostile/valid", "hostile/valid_zip64", "no_arrays", "streamed"])
  func cut(name: String) throws {
    let whole = try Fixtures.bytes(Self.path(name))
    let folder = try ScratchFolder()
    for count in 0..<whole.count {
      let path = try folder.put(Array(whole.prefix(count)), as: "cut.npz")
      #expect(throws: NPZError.self) { try NPZFile(path: path) }
    }
  }

  @Test("is a value or an error, whatever is overwritten", arguments: 0..<8 as Range<UInt64>)
  func overwritten(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let names = ["hostile/valid", "hostile/valid_zip64_saturated", "streamed", "savez_compressed"]
    let originals = try names.map { try Fixtures.bytes(Self.path($0)) }
    let extremes: [UInt8] = [0, 1, 0x7f, 0x80, 0xfe, 0xff]
    for round in 0..<1000 {
      var bytes = originals[round % originals.count]
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let value = extremes.randomElement(using: &generator)!
        let count = [1, 2, 4, 8].randomElement(using: &generator)!
        for index in start..<min(start + count, bytes.count) { bytes[index] = value }
      }
      guard let archive = try? NPZFile(StoredBytes(bytes), path: "x") else { continue }
      for name in archive.names {
        guard let array = try? archive.array(named: name) else { continue }
        #expect(array.header.elementCount == array.header.shape.reduce(1, *))
        _ = (try? array.doubles(), try? array.booleans())
      }
    }
  }
}
