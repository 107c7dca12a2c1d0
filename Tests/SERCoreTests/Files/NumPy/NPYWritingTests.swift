// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("Writing .npy") struct NPYWritingTests {
  @Test("gives the bytes that NumPy writes") func identical() throws {
    let folder = try ScratchFolder()
    func check(_ name: String, _ write: (NPYFile, String) throws -> Void) throws {
      let original = try NPYFile(path: Fixtures.path("npy/" + name))
      try write(original, folder.file(name))
      #expect(try Fixtures.bytes(folder.file(name)) == original.file.array(), "\(name)")
    }
    try check("single.npy") { try NPYWriter.write($0.floats(), shape: $0.header.shape, to: $1) }
    try check("half_as_single.npy") { try NPYWriter.write($0.floats(), shape: [2, 8], to: $1) }
    try check("double.npy") { try NPYWriter.write($0.doubles(), shape: $0.header.shape, to: $1) }
    try check("scalar.npy") { try NPYWriter.write($0.doubles(), shape: [], to: $1) }
    try check("integers.npy") { try NPYWriter.write($0.int64s(), shape: [5], to: $1) }
    try check("int32.npy") { try NPYWriter.write($0.int32s(), shape: [2, 3], to: $1) }
    try check("uint8.npy") { try NPYWriter.write($0.uint8s(), shape: [3, 2], to: $1) }
    try check("boolean.npy") { try NPYWriter.write($0.booleans(), shape: [5], to: $1) }
    let half: [UInt16] = [
      0x0000, 0x8000, 0x0001, 0x8001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0xbc00, 0x7bff, 0xfbff, 0x7c00, 0xfc00,
      0x7e00,
      0xfe01, 0x7c01,
    ]
    try check("half.npy") { try NPYWriter.write(halfPrecision: half, shape: [2, 8], to: $1) }
  }

  @Test("gives NumPy's header, for every rank and around every padding") func headers() throws {
    let table = try CSVTable(path: Fixtures.path("npy/headers.csv"))
    #expect(table.columns == ["descr", "shape", "bytes", "sha256"])
    #expect(table.rowCount == 137)
    for row in 0..<table.rowCount {
      let fields = Array(table.row(row))
      let type = try #require(NPYElementType(rawValue: fields[0]))
      let shape = try fields[1].split(separator: " ").map { try #require(Int($0)) }
      let header = NPYWriter.header(of: type, shape: shape)
      #expect(header.count == Int(fields[2]), "\(shape)")
      #expect(SHA256.hex(of: header) == fields[3], "\(shape)")
    }
  }

  @Test("is read back bit for bit", arguments: [[0], [0, 5], [7], [2, 3, 4], [1, 1, 1, 1], []]) func back(
    shape: [Int]
  ) throws {
    let folder = try ScratchFolder()
    let path = folder.file("a.npy")
    let count = shape.reduce(1, *)
    let floats = (0..<count).map { Float(bitPattern: UInt32($0) &* 0x9e37_79b9) }
    try NPYWriter.write(floats, shape: shape, to: path)
    let file = try NPYFile(path: path)
    #expect(file.header.shape == shape)
    #expect(try file.floats().map(\.bitPattern) == floats.map(\.bitPattern))
    let integers = (0..<count).map { Int64($0) &* 0x1e37_79b9_7f4a_7c15 }
    try NPYWriter.write(integers, shape: shape, to: path)
    #expect(try NPYFile(path: path, mode: .load).int64s() == integers)
  }

  @Test("may be done in pieces behind the header") func pieces() throws {
    let folder = try ScratchFolder()
    let file = try PendingFile(path: folder.file("a.npy"))
    unsafe try file.append(NPYWriter.header(of: .float32, shape: [3, 2]).span.bytes)
    for row in 0..<3 { unsafe try file.append([Float(row), Float(row) + 0.5].span.bytes) }
    try file.commit()
    #expect(try NPYFile(path: folder.file("a.npy")).floats() == [0, 0.5, 1, 1.5, 2, 2.5])
  }

  @Test("says where it may not write") func refused() {
    #expect(throws: FileError.self) { try NPYWriter.write([1] as [Float], shape: [1], to: "/none/a.npy") }
  }

  @Test("takes a shape that does not fit for a programmer's error") func shapes() async {
    await #expect(processExitsWith: .failure) {
      try? NPYWriter.write([1, 2] as [Float], shape: [3], to: "/none/a.npy")
    }
    await #expect(processExitsWith: .failure) {
      try? NPYWriter.write([1, 2] as [Double], shape: [-1, -2], to: "/none/a.npy")
    }
    await #expect(processExitsWith: .failure) {
      try? NPYWriter.write([] as [Int64], shape: [Int.max, 4, 0], to: "/none/a.npy")
    }
  }
}
