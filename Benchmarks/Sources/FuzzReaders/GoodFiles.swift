// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Good files of many shapes, made up: those at hand are few, and most of them are bad.
enum GoodFiles {
  /// Arrays of up to four axes, in every type that is read.
  static func npy(_ count: Int) -> [[UInt8]] {
    (0..<count).map { number in
      var generator = CaseGenerator(seed: 0, reader: "npy", number: UInt64(number))
      let (type, size) = generator.pick([
        ("<f2", 2), ("<f4", 4), ("<f8", 8), ("<i4", 4), ("<i8", 8), ("|u1", 1), ("|b1", 1),
      ])
      let order = generator.oneIn(4) ? "True" : "False"
      let shape = shape(&generator)
      let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
      var text = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(sizes)), }"
      text += String(repeating: " ", count: (64 - (10 + text.utf8.count + 1) % 64) % 64) + "\n"
      let length = text.utf8.count
      let prefix = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)]
      return prefix + Array(text.utf8) + bytes(shape.reduce(size, *), &generator)
    }
  }

  /// Up to five tensors of types from half a byte to eight, with or without metadata, blanks and escapes.
  static func safetensors(_ count: Int) -> [[UInt8]] {
    (0..<count).map { number in
      var generator = CaseGenerator(seed: 0, reader: "safetensors", number: UInt64(number))
      var members: [String] =
        generator.oneIn(2) ? [] : ["\"__metadata__\":{\"format\":\"pt\",\"\\u00e9\":\"\"}"]
      var end = 0
      for index in 0..<generator.below(6) {
        let (type, bits) = generator.pick([
          ("F4", 4), ("F6_E2M3", 6), ("BOOL", 8), ("U8", 8), ("I8", 8), ("F8_E5M2", 8), ("I16", 16),
          ("U16", 16),
          ("F16", 16), ("BF16", 16), ("I32", 32), ("U32", 32), ("F32", 32), ("F64", 64), ("I64", 64),
          ("C64", 64),
        ])
        let shape = shape(&generator) + (bits % 8 == 0 ? [] : [4])
        let begin = end
        end += shape.reduce(bits, *) / 8
        let name =
          generator.pick(["a", "layer.\(index).weight", "\\n\\\"", "\\ud83d\\ude00", "é", ""]) + "\(index)"
        let fields = [
          "\"dtype\":\"\(type)\"", "\"shape\":[\(shape.map(String.init).joined(separator: ","))]",
          "\"data_offsets\":[\(begin),\(end)]",
        ]
        let order = generator.oneIn(3) ? fields.reversed() : fields
        members.insert(
          "\"\(name)\":{\(order.joined(separator: generator.oneIn(3) ? " ,\n" : ","))}",
          at: generator.below(members.count + 1))
      }
      let text =
        Array("{\(members.joined(separator: ","))}".utf8)
        + [UInt8](repeating: 0x20, count: generator.below(9))
      return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + bytes(end, &generator)
    }
  }

  private static func shape(_ generator: inout CaseGenerator) -> [Int] {
    (0..<generator.pick([0, 1, 1, 2, 3, 3, 4])).map { _ in generator.pick([0, 1, 1, 2, 3, 4, 5]) }
  }

  private static func bytes(_ count: Int, _ generator: inout CaseGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }
}
