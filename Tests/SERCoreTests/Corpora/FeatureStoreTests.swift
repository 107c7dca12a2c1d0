// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("A feature store") struct FeatureStoreTests {
  static let modes = [MappedFile.Mode.map, .load]

  @Test("knows its corpora and encoders by their folders") func names() throws {
    let tiny = try TinyStore()
    try tiny.corpus("Ärger", "id,speaker,emotion\nu,a,sad\n")
    try tiny.corpus("ZH", "not even a table")
    _ = try tiny.write("x", to: "corpora/notes/readme.txt")
    _ = try tiny.write("x", to: "features/broken.npy")
    try tiny.encoder("base", "{")
    let store = try tiny.open()
    #expect(store.corpora == ["ZH", "emodb", "Ärger"] && store.encoders == ["base", "tiny"])
    #expect(
      store.hasFeatures(encoder: "tiny", corpus: "emodb")
        && !store.hasFeatures(encoder: "base", corpus: "emodb"))
    #expect(store.featureBytes(encoder: "tiny", corpus: "emodb") == 128 + 5 * 2 * 3 * 4)
    #expect(store.featureBytes(encoder: "base", corpus: "emodb") == nil)
    let files = ["corpora/emodb/utterances.csv", "features/tiny/encoder.json", "features/tiny/emodb.npy"]
    #expect(store.files(encoder: "tiny", corpus: "emodb") == files.map { "\(tiny.path)/\($0)" })
    let record = try tiny.record("tiny", "emodb", "{}")
    #expect(store.files(encoder: "tiny", corpus: "emodb").last == record)
  }

  @Test("gives the values that were written, row by row of the table", arguments: modes)
  func values(mode: MappedFile.Mode) throws {
    let tiny = try TinyStore()
    for precision in [HiddenStates.Precision.single, .half] {
      try tiny.features("tiny", "emodb", as: precision)
      let states = try tiny.states(mode: mode).states
      #expect(states.precision == precision)
      #expect(ArrayFixtures.rows(states).flatMap { $0 } == TinyStore.values(5))
      #expect(states.identities == (1...5).map { RowIdentity(name: "emodb_u\($0)") })
    }
  }

  @Test("proves the order of rows by the digest of the ids, where there is one") func proof() throws {
    let tiny = try TinyStore()
    let digest = SHA256.hex("u1\nu2\nu3\nu4\nu5\n")
    #expect(try !tiny.states().rowIdentityProven)
    for (json, proven) in [
      ("{}", false), (#"{"rows": 5}"#, false), (#"{"rows": 5, "ids_sha256": "\#(digest)"}"#, true),
      (#"{"ids_sha256": "\#(digest.uppercased())", "padding": ["none"]}"#, true),
    ] {
      try tiny.record("tiny", "emodb", json)
      #expect(try tiny.states().rowIdentityProven == proven, "\(json)")
    }
  }

  @Test("refuses a table that was sorted since") func sorted() throws {
    let tiny = try TinyStore()
    let digest = SHA256.hex("u1\nu2\nu3\nu4\nu5\n")
    let record = try tiny.record("tiny", "emodb", #"{"rows": 5, "ids_sha256": "\#(digest)"}"#)
    let table = try tiny.corpus(
      "emodb", "id,speaker,emotion\nu3,08,boredom\nu1,03,angry\nu2,03,sad\nu4,08,happy\nu5,09,neutral\n")
    let found = SHA256.hex("u3\nu1\nu2\nu4\nu5\n")
    let error = #expect(
      throws: FeatureStoreError.idsDigest(path: record, stated: digest, found: found, table: table)
    ) { try tiny.states() }
    #expect(
      error?.description
        == "\(record) was made for ids with SHA-256 \(digest.prefix(12))…, but those of \(table) have "
        + "\(found.prefix(12))…; the table was sorted or changed since: restore it, or extract the features again"
    )
    // Without the digest nothing can be known, and nothing is claimed.
    try tiny.remove("features/tiny/emodb.json")
    #expect(try !tiny.states().rowIdentityProven)
  }

  @Test("refuses another number of rows than utterances", arguments: [1, 4, 6]) func rowCount(rows: Int)
    throws
  {
    let tiny = try TinyStore()
    let table = tiny.folder.file("corpora/emodb/utterances.csv")
    let file = try tiny.features("tiny", "emodb", shape: [rows, 2, 3])
    let error = #expect(
      throws: FeatureStoreError.rowCount(path: file, rows: rows, utterances: 5, table: table)
    ) { try tiny.states() }
    #expect(
      error?.description
        == "\(file) has \(rows) rows, but \(table) has 5 utterances; row i of the one must be row i of the other"
    )
    try tiny.features("tiny", "emodb")
    let record = try tiny.record("tiny", "emodb", #"{"rows": \#(rows)}"#)
    #expect(throws: FeatureStoreError.rowCount(path: record, rows: rows, utterances: 5, table: table)) {
      try tiny.states()
    }
  }

  @Test(
    "refuses another shape than the encoder's description states",
    arguments: [[5, 3, 3], [5, 2, 2], [5, 3, 2]])
  func shape(shape: [Int]) throws {
    let tiny = try TinyStore()
    let file = try tiny.features("tiny", "emodb", TinyStore.values(5, shape[1], shape[2]), shape: shape)
    let error = #expect(
      throws: FeatureStoreError.shape(path: file, found: Array(shape.dropFirst()), stated: [2, 3])
    ) { try tiny.states() }
    #expect(
      error?.description
        == "\(file) holds \(shape[1]) states of dimension \(shape[2]), but encoder.json states 2 (layers + 1) of dimension 3"
    )
  }

  /// Planted by utterance, layer and dimension; the twin without is `values`.
  @Test("names the utterance, layer and dimension of a value that is not finite", arguments: [0, 7, 16, 29])
  func nonFinite(place: Int) throws {
    let tiny = try TinyStore()
    for (bits, value) in [(0x7e00, Float.nan), (0x7c00, .infinity), (0xfc00, -.infinity)] as [(UInt16, Float)]
    {
      var values = TinyStore.values(5)
      var halves = values.map(halfPrecisionBits)
      (values[place], halves[place]) = (value, bits)
      for half in [false, true] {
        let file = try tiny.features("tiny", "emodb", values.map { $0.isFinite ? $0 : 0 })
        if half {
          try NPYWriter.write(halfPrecision: halves, shape: [5, 2, 3], to: file)
        } else {
          try NPYWriter.write(values, shape: [5, 2, 3], to: file)
        }
        let (id, state, dimension) = ("u\(place / 6 + 1)", place % 6 / 3, place % 3)
        let error = #expect(
          throws: FeatureStoreError.nonFinite(path: file, utterance: id, state: state, dimension: dimension)
        ) { try tiny.states() }
        #expect(
          error?.description
            == "\(file): NaN or infinity at utterance '\(id)', layer \(state), dimension \(dimension); "
            + "extract its features again")
      }
    }
  }

  @Test("opened to load, keeps features that another program cuts") func loaded() throws {
    let tiny = try TinyStore()
    let file = try tiny.features("tiny", "emodb")
    let store = try FeatureStore(path: tiny.path, mode: .load)
    let set = try store.features(encoder: "tiny", corpora: ["emodb"], taxonomy: TinyStore.fourClasses)
    let before = (0..<set.states.rowCount).map { set.states.row($0) }
    try FileHandle(forWritingTo: URL(filePath: file)).truncate(atOffset: 0)
    #expect((0..<set.states.rowCount).map { set.states.row($0) } == before)
  }

  @Test("refuses features cut short", arguments: modes) func truncated(mode: MappedFile.Mode) throws {
    let tiny = try TinyStore()
    let file = try tiny.features("tiny", "emodb")
    let whole = try Fixtures.bytes(file)
    for count in [0, 5, 127, 128, whole.count - 1] {
      try tiny.folder.put(Array(whole.prefix(count)), as: "features/tiny/emodb.npy")
      let error = #expect(throws: HiddenStatesError.self) { try tiny.states(mode: mode) }
      #expect(error?.description.hasPrefix(file) == true)
    }
    try tiny.folder.put(whole, as: "features/tiny/emodb.npy")
    #expect(throws: Never.self) { try tiny.states(mode: mode) }
  }

  @Test("names what is near a corpus or encoder that it does not have") func unknown() throws {
    let tiny = try TinyStore()
    let store = try tiny.open()
    let corpus = #expect(
      throws: FeatureStoreError.unknownCorpus("emdob", store: tiny.path, known: ["emodb"])
    ) { try store.corpus("emdob") }
    #expect(corpus?.description == "no corpus 'emdob' in \(tiny.path); did you mean 'emodb'; it has emodb")
    let encoder = #expect(
      throws: FeatureStoreError.unknownEncoder("tinny", store: tiny.path, known: ["tiny"])
    ) { try store.encoder("tinny") }
    #expect(encoder?.description == "no encoder 'tinny' in \(tiny.path); did you mean 'tiny'; it has tiny")
    #expect(
      FeatureStoreError.unknownEncoder("hubert", store: "S", known: ["tiny", "wavlm"]).description
        == "no encoder 'hubert' in S; it has tiny, wavlm")
    #expect(throws: FeatureStoreError.self) { try store.corpus("../corpora/emodb") }
  }

  @Test("says which features are missing") func noFeatures() throws {
    let tiny = try TinyStore()
    try tiny.corpus("ravdess", "id,speaker,emotion\nu,a,sad\n")
    let store = try tiny.open()
    let path = tiny.folder.file("features/tiny/ravdess.npy")
    let error = #expect(throws: FeatureStoreError.noFeatures(encoder: "tiny", corpus: "ravdess", path: path))
    {
      try store.hiddenStates(encoder: "tiny", corpus: store.corpus("ravdess"))
    }
    #expect(
      error?.description == "encoder 'tiny' has no features for corpus 'ravdess': \(path) does not exist")
  }

  @Test("says where a JSON file is wrong") func badJSON() throws {
    let tiny = try TinyStore()
    for (json, reason) in [
      (#"{"name": "tiny", "dimension": 3}"#, "the key 'layers' is missing"),
      (#"{"name": "tiny", "layers": "1", "dimension": 3}"#, "expected Int at 'layers'"),
      (#"{"name": "tiny", "layers": -1, "dimension": 3}"#, "not valid at 'layers': -1 layers"),
      (
        #"{"name": "tiny", "layers": 1, "dimension": 3, "states": ["a"]}"#,
        "not valid at 'states': 1 names for the 2 states (layers + 1)"
      ),
    ] {
      let path = try tiny.encoder("tiny", json)
      let error = #expect(throws: FeatureStoreError.badJSON(path: path, reason: reason)) { try tiny.states() }
      #expect(error?.description == "\(path): \(reason)")
    }
    for json in ["", "{", #"{"name" "tiny"}"#, "\u{0}"] {
      try tiny.encoder("tiny", json)
      let error = #expect(throws: FeatureStoreError.self) { try tiny.states() }
      guard case .badJSON? = error else {
        Issue.record("\(json): \(String(describing: error))")
        continue
      }
    }
    try tiny.encoder("tiny", #"{"name": "tiny", "layers": 1, "dimension": 3}"#)
    let record = try tiny.record("tiny", "emodb", #"{"rows": "five"}"#)
    #expect(throws: FeatureStoreError.badJSON(path: record, reason: "expected Int at 'rows'")) {
      try tiny.states()
    }
  }

  @Test("refuses JSON whose brackets nest deep, also where Foundation's decoder would end the program")
  func deep() throws {
    let tiny = try TinyStore()
    func nested(_ depth: Int, _ opening: String = "[", _ closing: String = "]") -> String {
      #"{"name": "tiny", "layers": 1, "dimension": 3, "x": "# + String(repeating: opening, count: depth - 1)
        + String(repeating: closing, count: depth - 1) + "}"
    }
    try tiny.encoder("tiny", nested(128))
    #expect(throws: Never.self) { try tiny.states() }
    // Brackets within a text do not count, whatever quotes it holds.
    let text = #""\\\"["# + String(repeating: "[{", count: 300) + "\""
    try tiny.encoder("tiny", #"{"name": "tiny", "layers": 1, "dimension": 3, "x": \#(text)}"#)
    #expect(throws: Never.self) { try tiny.states() }
    let found = try Fixtures.text(Fixtures.path("fuzz/encoder-ends-in-brackets.json"))
    for json in [
      nested(129), nested(600), nested(513, "["), nested(200, "{\"a\":", "}"), nested(512, "[", ""), found,
    ] {
      try tiny.encoder("tiny", json)
      let error = #expect(throws: FeatureStoreError.self) { try tiny.states() }
      #expect(error?.description.contains("more than 128 brackets are open at byte") == true)
    }
    try tiny.encoder("tiny", "\u{0}{\u{0}}")
    let encoding = #expect(throws: FeatureStoreError.self) { try tiny.states() }
    #expect(encoding?.description.hasSuffix("byte 0 is NUL; save the file as UTF-8") == true)
  }

  @Test("refuses a folder that is no store") func notAStore() throws {
    let folder = try ScratchFolder()
    let error = #expect(
      throws: FeatureStoreError.notAStore(path: folder.path, missing: "corpora/<corpus>/utterances.csv")
    ) { try FeatureStore(path: folder.path) }
    #expect(error?.description.hasPrefix("\(folder.path) is no feature store: corpora/") == true)
    let tiny = try TinyStore()
    try tiny.remove("features")
    #expect(throws: FeatureStoreError.notAStore(path: tiny.path, missing: "features/<encoder>/encoder.json"))
    {
      try tiny.open()
    }
    #expect(throws: FeatureStoreError.self) { try FeatureStore(path: "/none") }
  }
}
