// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERTensorFiles
import TestSupport
import Testing

@Suite("Writing .npz") struct NPZWriterTests {
  /// Writes the arrays of a fixture again; the bits of half precision are those of 0 to 23.
  static func write(_ original: NPZFile, to path: String, isCompressed: Bool) throws {
    var writer = try NPZWriter(path: path, isCompressed: isCompressed)
    for name in original.names {
      let array = try original.array(named: name)
      let shape = array.header.shape
      switch array.header.elementType {
      case .float16:
        let bits = try array.floats().map { halfPrecisionBits($0) }
        try writer.append(halfPrecision: bits, shape: shape, named: name)
      case .float32: try writer.append(array.floats(), shape: shape, named: name)
      case .float64: try writer.append(array.doubles(), shape: shape, named: name)
      case .int32: try writer.append(array.int32s(), shape: shape, named: name)
      case .int64: try writer.append(array.int64s(), shape: shape, named: name)
      case .uint8: try writer.append(array.uint8s(), shape: shape, named: name)
      case .boolean: try writer.append(array.booleans(), shape: shape, named: name)
      }
    }
    try writer.commit()
  }

  @Test("gives the bytes that np.savez writes", arguments: ["c_order", "no_arrays"]) func identical(
    name: String
  ) throws {
    let folder = try ScratchFolder()
    try Self.write(NPZFile(path: NPZFileTests.path(name)), to: folder.file("a.npz"), isCompressed: false)
    let expected = try Fixtures.bytes(NPZFileTests.path(name))
    #expect(try Fixtures.bytes(folder.file("a.npz")) == expected)
  }

  @Test(
    "is read back, compressed and not", arguments: [false, true], [[0], [], [7], [2, 3, 4], [300, 200]])
  func back(isCompressed: Bool, shape: [Int]) throws {
    let folder = try ScratchFolder()
    let path = folder.file("a.npz")
    var generator = SplitMix64(state: 7)
    let floats = (0..<shape.reduce(1, *)).map { _ in Float(UInt8.random(in: 0...3, using: &generator)) }
    let truths = floats.map { $0 > 1 }
    var writer = try NPZWriter(path: path, isCompressed: isCompressed)
    try writer.append(floats, shape: shape, named: "floats")
    try writer.append(truths, shape: shape, named: "truths")
    try writer.commit()
    let archive = try NPZFile(path: path)
    #expect(archive.names == ["floats", "truths"])
    #expect(try archive.array(named: "floats").floats() == floats)
    #expect(try archive.array(named: "truths").booleans() == truths)
    if isCompressed, floats.count > 1000 {
      #expect(try Fixtures.bytes(path).count < floats.count)
    }
  }

  @Test("leaves nothing behind if it is not committed") func abandoned() throws {
    let folder = try ScratchFolder()
    do {
      var writer = try NPZWriter(path: folder.file("a.npz"))
      try writer.append([1] as [Float], shape: [1], named: "x")
      #expect(try folder.names().count == 1)
    }
    #expect(try folder.names() == [])
  }

  @Test("refuses names that an archive cannot have") func names() throws {
    let folder = try ScratchFolder()
    let path = folder.file("a.npz")
    var writer = try NPZWriter(path: path)
    try writer.append([1] as [Float], shape: [1], named: "x")
    var errors: [NPZError] = []
    for name in ["x", "a\0b", String(repeating: "a", count: 65_532)] {
      do throws(NPZError) { try writer.append([1] as [Float], shape: [1], named: name) } catch {
        errors.append(error)
      }
    }
    #expect(
      errors == [
        .archive(.duplicateName(path: path, name: "x.npy")),
        .archive(.invalidName(path: path, name: "a\0b.npy")),
        .archive(.invalidName(path: path, name: String(repeating: "a", count: 65_532) + ".npy")),
      ])
    try writer.commit()
    #expect(try NPZFile(path: path).names == ["x"])
  }

  @Test("says where it may not write") func refused() {
    let error = #expect(throws: NPZError.self) { _ = try NPZWriter(path: "/none/a.npz") }
    #expect(error?.description.hasPrefix("/none/a.npz cannot be written") == true)
  }

  @Test("takes a shape that does not fit for a programmer's error") func shapes() async {
    await #expect(processExitsWith: .failure) {
      let folder = try ScratchFolder()
      var writer = try NPZWriter(path: folder.file("a.npz"))
      try writer.append([1, 2] as [Float], shape: [3], named: "x")
    }
  }
}
