// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("An encoder's description") struct EncoderDescriptionTests {
  static let full = """
    {"name": "tiny", "architecture": "transformer", "layers": 2, "dimension": 8, "states": ["input", "1", "2"],
     "layer_zero": "positions added", "last_state": "after the norm", "pooling": "mean", "input_convention": "16 kHz",
     "source": "here", "weights_sha256": "ab", "base_encoder": "small", "trained_on": ["librispeech"],
     "language_coverage": ["en", "de"], "dtype": "<f2", "license": {"name": "MIT", "years": [2022, 2.5, null, true]}}
    """

  @Test("is read key by key") func keys() throws {
    let encoder = try Fixtures.decode(EncoderDescription.self, Self.full)
    #expect(encoder.name == "tiny" && encoder.architecture == "transformer")
    #expect(encoder.layers == 2 && encoder.dimension == 8 && encoder.states == ["input", "1", "2"])
    #expect(encoder.layerZero == "positions added" && encoder.lastState == "after the norm")
    #expect(encoder.pooling == "mean" && encoder.inputConvention == "16 kHz" && encoder.source == "here")
    #expect(encoder.weightsSHA256 == "ab" && encoder.baseEncoder == "small")
    #expect(encoder.trainedOn == ["librispeech"] && encoder.languageCoverage == ["en", "de"])
  }

  @Test("keeps the keys that it does not know") func unknown() throws {
    let encoder = try Fixtures.decode(EncoderDescription.self, Self.full)
    let license: JSONValue = .object([
      "name": .string("MIT"), "years": .array([.number(2022), .number(2.5), .null, .boolean(true)]),
    ])
    #expect(encoder.other == ["dtype": .string("<f2"), "license": license])
    #expect(try Fixtures.recoded(encoder) == encoder)
  }

  @Test("needs a name, layers and a dimension, and no more") func least() throws {
    let encoder = try Fixtures.decode(
      EncoderDescription.self, #"{"name":"x","layers":0,"dimension":1,"source":"","pooling":null}"#)
    #expect(
      encoder.states.isEmpty && encoder.source == nil && encoder.pooling == nil && encoder.trainedOn.isEmpty)
    #expect(try Fixtures.recoded(encoder) == encoder)
    for text in [
      #"{"layers":0,"dimension":1}"#, #"{"name":"x","dimension":1}"#, #"{"name":"x","layers":0}"#, "[]", "",
    ] {
      #expect(throws: DecodingError.self) { try Fixtures.decode(EncoderDescription.self, text) }
    }
  }

  @Test(
    "refuses sizes that cannot be",
    arguments: [
      #"{"name":"x","layers":-1,"dimension":1}"#, #"{"name":"x","layers":1,"dimension":0}"#,
      #"{"name":"x","layers":9223372036854775807,"dimension":1}"#,
      #"{"name":"x","layers":1.5,"dimension":1}"#,
      #"{"name":"x","layers":"1","dimension":1}"#,
      #"{"name":"x","layers":1,"dimension":1,"states":["input"]}"#,
    ])
  func lies(text: String) {
    #expect(throws: DecodingError.self) { try Fixtures.decode(EncoderDescription.self, text) }
  }
}

@Suite("A JSON value") struct JSONValueTests {
  @Test(
    "is what stands there",
    arguments: [
      ("null", JSONValue.null), ("true", .boolean(true)), ("false", .boolean(false)), ("0", .number(0)),
      ("1", .number(1)), ("-2.5e3", .number(-2500)), (#""1""#, .string("1")), (#""""#, .string("")),
      ("[]", .array([])),
      ("{}", .object([:])), (#"[1,"a",[null]]"#, .array([.number(1), .string("a"), .array([.null])])),
      (#"{"a":{"b":false}}"#, .object(["a": .object(["b": .boolean(false)])])),
    ])
  func values(text: String, value: JSONValue) throws {
    #expect(try Fixtures.decode([JSONValue].self, "[\(text)]") == [value])
    #expect(try Fixtures.recoded([value]) == [value])
  }
}
