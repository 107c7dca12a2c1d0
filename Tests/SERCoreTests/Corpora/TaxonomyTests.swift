// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A taxonomy") struct TaxonomyTests {
  static let joyful = Taxonomy(
    name: "joyful", classes: ["angry", "happy"],
    members: ["joy": "happy", "amusement": "happy", "anger": "angry"],
    excluded: ["sad", "bored"])

  @Test(
    "numbers its classes in their order, and members as their class",
    arguments: [("angry", 0), ("anger", 0), ("happy", 1), ("joy", 1), ("amusement", 1)])
  func numbers(label: String, number: Int) throws {
    #expect(try Self.joyful.classNumber(of: label) == number)
  }

  @Test("leaves out what it knows to leave out", arguments: ["sad", "bored"]) func excluded(label: String)
    throws
  {
    #expect(try Self.joyful.classNumber(of: label) == nil)
    #expect(Self.joyful.excluded == ["bored", "sad"])
  }

  @Test("refuses what it does not know, and names what is near") func unknown() {
    let known = ["amusement", "anger", "angry", "bored", "happy", "joy", "sad"]
    let error = #expect(throws: TaxonomyError.unknownLabel("hapy", taxonomy: "joyful", known: known)) {
      try Self.joyful.classNumber(of: "hapy")
    }
    #expect(
      error?.description
        == "emotion 'hapy' is unknown to the taxonomy 'joyful', which knows amusement, anger, angry, bored, happy, "
        + "joy, sad; did you mean 'happy'")
    #expect(throws: TaxonomyError.self) { try Self.joyful.classNumber(of: "Happy") }
    #expect(throws: TaxonomyError.self) { try Self.joyful.classNumber(of: "") }
  }

  @Test("may map the name of a class elsewhere") func renamed() throws {
    let taxonomy = Taxonomy(name: "x", classes: ["low", "high"], members: ["low": "high"])
    #expect(try taxonomy.classNumber(of: "low") == 1)
  }

  @Test("survives being written and read") func coding() throws {
    #expect(try Fixtures.recoded(Self.joyful) == Self.joyful)
  }

  @Test("may be written by hand in short") func short() throws {
    let taxonomy = try Fixtures.decode(Taxonomy.self, #"{"name":"two","classes":["a","b"]}"#)
    #expect(taxonomy == Taxonomy(name: "two", classes: ["a", "b"]))
  }

  @Test(
    "refuses to be read where it contradicts itself",
    arguments: [
      #"{"name":"x","classes":["a","a"]}"#, #"{"name":"x","classes":["a"],"members":{"b":"c"}}"#,
      #"{"name":"x","classes":["a"],"excluded":["a"]}"#,
      #"{"name":"x","classes":["a"],"members":{"b":"a"},"excluded":["b"]}"#, #"{"classes":["a"]}"#,
    ])
  func lies(text: String) {
    #expect(throws: DecodingError.self) { try Fixtures.decode(Taxonomy.self, text) }
  }

  @Test("takes a contradiction in code for a programmer's error") func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = Taxonomy(name: "x", classes: ["a", "a"]) }
    await #expect(processExitsWith: .failure) { _ = Taxonomy(name: "x", classes: ["a"], members: ["b": "c"]) }
    await #expect(processExitsWith: .failure) { _ = Taxonomy(name: "x", classes: ["a"], excluded: ["a"]) }
  }
}
