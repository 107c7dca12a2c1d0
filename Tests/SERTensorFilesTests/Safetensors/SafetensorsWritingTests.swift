// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERTensorFiles
import TestSupport
import Testing

@Suite("Writing safetensors") struct SafetensorsWritingTests {
  static let fixtures =
    ["safetensors/types", "safetensors/names", "safetensors/shapes", "safetensors/none"]
    + ["safetensors/dtypes/dtypes"]

  /// The same tensors, in another order and from numbers where the writer takes them.
  static func copy(
    _ file: SafetensorsFile, order: [SafetensorsTensor]
  ) throws(SafetensorsError) -> SafetensorsWriter {
    var writer = SafetensorsWriter(metadata: file.metadata)
    for tensor in order {
      let name = tensor.name
      switch tensor.elementType {
      case .float32: writer.append(try file.floats(named: name), named: name, shape: tensor.shape)
      case .float64: writer.append(try file.doubles(named: name), named: name, shape: tensor.shape)
      case .int64: writer.append(try file.int64s(named: name), named: name, shape: tensor.shape)
      default:
        let bytes = file.withBytes(of: tensor) { bytes in
          unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        }
        if tensor.elementType == .float16 {
          let bits = stride(from: 0, to: bytes.count, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
          }
          writer.append(halfPrecision: bits, named: name, shape: tensor.shape)
        } else {
          writer.append(bytes: bytes, of: tensor.elementType, named: name, shape: tensor.shape)
        }
      }
    }
    return writer
  }

  @Test("gives the bytes that the reference writes, whatever the order of the calls", arguments: fixtures)
  func identical(name: String) throws {
    let folder = try ScratchFolder()
    let path = Fixtures.path("\(name).safetensors")
    let file = try SafetensorsFile(path: path)
    var generator = SplitMix64(state: 1)
    for round in 0..<5 {
      let writer = try Self.copy(file, order: file.tensors.shuffled(using: &generator))
      try writer.write(to: folder.file("\(round)"))
      #expect(try Fixtures.bytes(folder.file("\(round)")) == Fixtures.bytes(path))
    }
    #expect(try folder.names() == ["0", "1", "2", "3", "4"])
  }

  @Test("is read back bit for bit", arguments: 0..<20 as Range<UInt64>) func back(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let letters: [String] = ["a", "b", ".", "\"", "\\", "é", "\n", "\u{7}", "😀", "weight", "/"]
    var writer = SafetensorsWriter(metadata: ["b": "\u{1}\"", "a\\": "é"])
    var floats: [String: [UInt32]] = [:]
    var bytes: [String: [UInt8]] = [:]
    for index in 0..<Int.random(in: 0...12, using: &generator) {
      let name =
        "\(index)"
        + (0..<Int.random(in: 0...5, using: &generator)).map { _ in letters.randomElement(using: &generator)!
        }
        .joined()
      let shape = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        Int.random(in: 0...3, using: &generator)
      }
      let count = shape.reduce(1, *)
      if Bool.random(using: &generator) {
        let values = (0..<count).map { _ in
          Float(bitPattern: UInt32.random(in: 0 ... .max, using: &generator))
        }
        writer.append(values, named: name, shape: shape)
        floats[name] = values.map(\.bitPattern)
      } else {
        let type = SafetensorsElementType.allCases.filter { $0.bitCount >= 8 }.randomElement(
          using: &generator)!
        let values = (0..<count * type.bitCount / 8).map { _ in
          UInt8.random(in: 0 ... .max, using: &generator)
        }
        writer.append(bytes: values, of: type, named: name, shape: shape)
        bytes[name] = values
      }
    }
    let folder = try ScratchFolder()
    try writer.write(to: folder.file("a"))
    let file = try SafetensorsFile(path: folder.file("a"), mode: .load)
    #expect(file.metadata == writer.metadata)
    #expect(file.header.dataOffset % 8 == 0)
    #expect(file.tensors.count == floats.count + bytes.count)
    for (name, values) in floats { #expect(try file.floats(named: name).map(\.bitPattern) == values) }
    for (name, values) in bytes {
      let found = try file.withBytes(of: file.tensor(named: name)) { bytes in
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
      }
      #expect(found == values)
    }
  }

  @Test("leaves an old file as it was if it may not write") func refused() throws {
    var writer = SafetensorsWriter()
    writer.append([1] as [Float], named: "a", shape: [1])
    #expect(throws: FileError.self) { try writer.write(to: "/none/a.safetensors") }
  }

  @Test("takes what no file can hold for a programmer's error") func shapes() async {
    await #expect(processExitsWith: .failure) {
      var writer = SafetensorsWriter()
      writer.append([1, 2] as [Float], named: "a", shape: [3])
    }
    await #expect(processExitsWith: .failure) {
      var writer = SafetensorsWriter()
      writer.append([1, 2] as [Double], named: "a", shape: [-1, -2])
    }
    await #expect(processExitsWith: .failure) {
      var writer = SafetensorsWriter()
      writer.append([] as [Int64], named: "a", shape: [Int.max, 2, 0])
    }
    await #expect(processExitsWith: .failure) {
      var writer = SafetensorsWriter()
      writer.append(bytes: [1, 2], of: .float4, named: "a", shape: [3])
    }
    await #expect(processExitsWith: .failure) {
      var writer = SafetensorsWriter()
      writer.append([1] as [Float], named: "__metadata__", shape: [1])
    }
    await #expect(processExitsWith: .failure) {
      var writer = SafetensorsWriter()
      for _ in 0..<2 { writer.append([1] as [Float], named: "a", shape: [1]) }
    }
  }
}
