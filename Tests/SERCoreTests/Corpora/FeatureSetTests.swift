// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A feature set") struct FeatureSetTests {
  static func pooledStore(_ precisions: [HiddenStates.Precision] = [.single, .single]) throws -> TinyStore {
    let tiny = try TinyStore()
    try tiny.corpus(
      "ravdess",
      "id,speaker,emotion,sentence,recording\nu1,03,calm,a01,r\nu2,03,sad,a01,\nu3,04,angry,,r\n")
    try tiny.features("tiny", "emodb", as: precisions[0])
    try tiny.features(
      "tiny", "ravdess", TinyStore.values(3).map { $0 + 1000 }, shape: [3, 2, 3], as: precisions[1])
    return tiny
  }

  static func open(_ tiny: TinyStore, _ corpora: [String] = ["emodb"]) throws -> FeatureSet {
    try tiny.open().features(encoder: "tiny", corpora: corpora, taxonomy: TinyStore.fourClasses)
  }

  @Test("holds the utterances of the taxonomy's classes, with their labels and states") func one() throws {
    let set = try Self.open(TinyStore())
    #expect(set.encoder.name == "tiny" && set.corpora == ["emodb"])
    #expect(set.classes == ["angry", "happy", "neutral", "sad"])
    #expect(set.utterances.map(\.id) == ["u1", "u2", "u4", "u5"] && set.labels == [0, 3, 1, 2])
    #expect(set.speakers == ["03", "03", "08", "09"])
    #expect(set.corpusOfRow == Array(repeating: "emodb", count: 4))
    #expect(ArrayFixtures.rows(set.states).map { $0[0] } == [0, 100, 300, 400])
    #expect(set.states.identities == ["u1", "u2", "u4", "u5"].map { RowIdentity(name: "emodb_\($0)") })
    #expect(set.leftOut == ["boredom": 1] && !set.rowIdentityProven)
  }

  @Test("keeps unknown columns, and unknown fields unknown") func columns() throws {
    let set = try Self.open(TinyStore())
    #expect(set.utterances.map(\.other) == [["mood": "calm"], [:], ["mood": "tired"], [:]])
    #expect(set.utterances.map(\.seconds) == [1.5, nil, 2.25, 1])
  }

  @Test(
    "of pooled corpora names everything by corpus, for codes collide",
    arguments: [["emodb", "ravdess"], ["ravdess", "emodb"]])
  func pooled(corpora: [String]) throws {
    let set = try Self.open(Self.pooledStore(), corpora)
    let (e, r) = (0..<4, 0..<2)
    func inOrder<T>(_ emodb: [T], _ ravdess: [T]) -> [T] {
      corpora[0] == "emodb" ? emodb + ravdess : ravdess + emodb
    }
    #expect(
      set.utterances.map(\.id)
        == inOrder(["emodb_u1", "emodb_u2", "emodb_u4", "emodb_u5"], ["ravdess_u2", "ravdess_u3"]))
    #expect(
      set.speakers
        == inOrder(["emodb_03", "emodb_03", "emodb_08", "emodb_09"], ["ravdess_03", "ravdess_04"]))
    #expect(
      set.utterances.map(\.sentence)
        == inOrder(["emodb_a01", "emodb_a02", "emodb_a02", "emodb_a01"], ["ravdess_a01", nil]))
    #expect(set.utterances.map(\.recording) == inOrder([nil, nil, nil, nil], [nil, "ravdess_r"]))
    #expect(set.corpusOfRow == inOrder(e.map { _ in "emodb" }, r.map { _ in "ravdess" }))
    #expect(set.labels == inOrder([0, 3, 1, 2], [3, 0]))
    #expect(ArrayFixtures.rows(set.states).map { $0[4] } == inOrder([11, 111, 311, 411], [1111, 1211]))
    #expect(set.leftOut == ["boredom": 1, "calm": 1] && set.corpora == corpora)
    // The same rows as each corpus alone, whatever they are called.
    let alone = try corpora.flatMap { try Self.open(Self.pooledStore(), [$0]).states.identities }
    #expect(set.states.identities == alone && Set(alone).count == 6)
  }

  @Test("of one corpus in half and one in single precision is exact") func mixed() throws {
    let single = try Self.open(Self.pooledStore(), ["emodb", "ravdess"])
    for precisions in [[HiddenStates.Precision.half, .single], [.single, .half], [.half, .half]] {
      let set = try Self.open(Self.pooledStore(precisions), ["emodb", "ravdess"])
      #expect(ArrayFixtures.rows(set.states) == ArrayFixtures.rows(single.states))
      #expect(set.states.precision == (precisions == [.half, .half] ? .half : .single))
    }
  }

  @Test("is proven only if every corpus is") func proof() throws {
    let tiny = try Self.pooledStore()
    try tiny.record("tiny", "emodb", #"{"ids_sha256": "\#(SHA256.hex("u1\nu2\nu3\nu4\nu5\n"))"}"#)
    #expect(try Self.open(tiny).rowIdentityProven)
    #expect(try !Self.open(tiny, ["emodb", "ravdess"]).rowIdentityProven)
    try tiny.record("tiny", "ravdess", #"{"ids_sha256": "\#(SHA256.hex("u1\nu2\nu3\n"))"}"#)
    #expect(try Self.open(tiny, ["emodb", "ravdess"]).rowIdentityProven)
  }

  @Test("refuses an emotion that the taxonomy does not know, and names the utterance") func unknownEmotion()
    throws
  {
    let tiny = try TinyStore()
    let table = try tiny.corpus(
      "emodb", "id,speaker,emotion\nu1,03,angry\nu2,03,sad\nu3,08,boredom\nu4,08,hapy\nu5,09,neutral\n")
    let error = #expect(throws: FeatureStoreError.self) { try Self.open(tiny) }
    guard case .label(table, utterance: "u4", .unknownLabel("hapy", taxonomy: "four classes", _))? = error
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      error?.description.hasPrefix(
        "\(table), utterance 'u4': emotion 'hapy' is unknown to the taxonomy 'four classes'")
        == true)
    #expect(error?.description.hasSuffix("did you mean 'happy'") == true)
  }

  @Test("refuses a corpus with an id twice") func duplicates() throws {
    let tiny = try TinyStore()
    let table = try tiny.corpus(
      "emodb", "id,speaker,emotion\nu1,03,angry\nu2,03,sad\nu1,08,boredom\nu4,08,happy\nu5,09,neutral\n")
    #expect(throws: CorpusError.duplicateID(path: table, id: "u1", firstLine: 2, line: 4)) {
      try Self.open(tiny)
    }
  }

  @Test("refuses to be empty") func empty() throws {
    let tiny = try TinyStore()
    try tiny.corpus(
      "emodb", "id,speaker,emotion\nu1,03,fear\nu2,03,fear\nu3,08,boredom\nu4,08,fear\nu5,09,fear\n")
    let error = #expect(throws: FeatureStoreError.noUtterances(corpora: ["emodb"], taxonomy: "four classes"))
    {
      try Self.open(tiny)
    }
    #expect(error?.description == "no utterance of emodb has a class of the taxonomy 'four classes'")
  }

  @Test("refuses names that the store does not have, and takes none for a programmer's error") func names()
    async throws
  {
    let tiny = try TinyStore()
    let store = try tiny.open()
    #expect(throws: FeatureStoreError.unknownEncoder("tin", store: store.path, known: ["tiny"])) {
      try store.features(encoder: "tin", corpora: ["emodb"], taxonomy: TinyStore.fourClasses)
    }
    #expect(throws: FeatureStoreError.unknownCorpus("emo", store: tiny.path, known: ["emodb"])) {
      try store.features(encoder: "tiny", corpora: ["emodb", "emo"], taxonomy: TinyStore.fourClasses)
    }
    await #expect(processExitsWith: .failure) {
      _ = try FeatureStore(path: Fixtures.data)
        .features(encoder: "logmel", corpora: [], taxonomy: TinyStore.fourClasses)
    }
  }
}
