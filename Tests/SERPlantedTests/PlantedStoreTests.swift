// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERPlanted
import TestSupport
import Testing

@Suite("A planted store") struct PlantedStoreTests {
  /// Two encoders of different sizes, odd dimensions, one state, two corpora of a language.
  static var odd: PlantedCorpora {
    var corpora = PlantedCorpora(seed: 11)
    corpora.languages = ["de", "zh"]
    corpora.corporaPerLanguage = 2
    corpora.speakers = 4
    corpora.utterances = 12
    var flat = PlantedEncoder(name: "flat")
    (flat.layers, flat.dimension, flat.emotionPeak) = (0, 21, 0)
    (flat.speakerRank, flat.sentenceRank) = (5, 3)
    corpora.encoders.append(flat)
    return corpora
  }

  @Test("opens as a feature store with the contents that it has in memory") func opens() throws {
    let folder = try ScratchFolder()
    let written = try Self.odd.write(to: folder.file("store"), threads: 2)
    let planted = try Self.odd.store(threads: 1)
    #expect(written == planted.truth)
    let store = try FeatureStore(path: folder.file("store"))
    #expect(store.corpora == ["de-1", "de-2", "zh-1", "zh-2"])
    #expect(store.encoders == ["flat", "planted"])
    for encoder in store.encoders {
      for corpora in [["de-2"], ["zh-1", "de-1"], store.corpora] {
        let read = try store.features(encoder: encoder, corpora: corpora, taxonomy: Self.odd.taxonomy)
        let held = try planted.features(encoder: encoder, corpora: corpora)
        #expect(read.encoder == held.encoder)
        #expect(read.corpora == held.corpora)
        #expect(read.classes == held.classes)
        #expect(read.utterances == held.utterances)
        #expect(read.corpusOfRow == held.corpusOfRow)
        #expect(read.labels == held.labels)
        #expect(read.leftOut == held.leftOut)
        #expect(read.rowIdentityProven && held.rowIdentityProven)
        #expect(read.states.identities == held.states.identities)
        #expect(read.states.rowCount == 48 * corpora.count)
        #expect((0..<read.states.rowCount).allSatisfy { read.states.row($0) == held.states.row($0) })
      }
    }
  }

  @Test("has its truth beside it, which reads back as it was") func truth() throws {
    let folder = try ScratchFolder()
    let written = try Self.odd.write(to: folder.path, threads: 1)
    let data = try Data(contentsOf: URL(filePath: folder.file("planted.json")))
    #expect(try JSONDecoder().decode(PlantedTruth.self, from: data) == written)
    #expect(written.parameters == Self.odd)
  }

  @Test("is the same to the byte on any number of threads, also when written over") func bytes() throws {
    let (first, second) = (try ScratchFolder(), try ScratchFolder())
    try Self.odd.write(to: first.path, threads: 1)
    try Self.odd.write(to: second.path, threads: 3)
    try Self.odd.write(to: second.path, threads: 2)
    let names = try FileManager.default.subpathsOfDirectory(atPath: first.path).sorted()
    #expect(try FileManager.default.subpathsOfDirectory(atPath: second.path).sorted() == names)
    let files = names.filter { $0.hasSuffix(".npy") || $0.hasSuffix(".json") || $0.hasSuffix(".csv") }
    #expect(files.count == 4 + 2 * (1 + 4 + 4) + 1)
    for file in files {
      #expect(
        FileManager.default.contentsEqual(atPath: first.file(file), andPath: second.file(file)), "\(file)")
    }
  }

  @Test("gives no encoder and no corpus that was not planted") func unknown() throws {
    let store = try Self.odd.store(threads: 1)
    #expect(throws: PlantedCorporaError.unknown(parameter: "encoder", name: "x", known: ["planted", "flat"]))
    {
      try store.features(encoder: "x")
    }
    let known = ["de-1", "de-2", "zh-1", "zh-2"]
    #expect(throws: PlantedCorporaError.unknown(parameter: "corpus", name: "de", known: known)) {
      try store.features(encoder: "flat", corpora: ["de"])
    }
  }

  @Test("is not planted where a folder cannot be made") func folder() throws {
    let folder = try ScratchFolder()
    try folder.put("a file", as: "store")
    #expect(throws: FileError.self) { try Self.odd.write(to: folder.file("store"), threads: 1) }
  }
}

@Suite("Planted parameters") struct PlantedParametersTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let error: PlantedCorporaError
    let change: @Sendable (inout PlantedCorpora) -> Void
    var testDescription: String { "\(error)" }

    init(_ error: PlantedCorporaError, _ change: @escaping @Sendable (inout PlantedCorpora) -> Void) {
      self.error = error
      self.change = change
    }
  }

  static let refusals: [Refusal] = counts + names + ranges + together

  static let counts: [Refusal] = [
    Refusal(.tooFew(parameter: "languages", found: 0, needed: 1)) { $0.languages = [] },
    Refusal(.tooFew(parameter: "emotions", found: 1, needed: 2)) { $0.emotions = ["angry"] },
    Refusal(.tooFew(parameter: "encoders", found: 0, needed: 1)) { $0.encoders = [] },
    Refusal(.tooFew(parameter: "corporaPerLanguage", found: 0, needed: 1)) { $0.corporaPerLanguage = 0 },
    Refusal(.tooFew(parameter: "speakers", found: 1, needed: 2)) { $0.speakers = 1 },
    Refusal(.tooFew(parameter: "utterances", found: 3, needed: 4)) { $0.utterances = 3 },
    Refusal(.tooFew(parameter: "sentences", found: -1, needed: 1)) { $0.sentences = -1 },
    Refusal(.tooFew(parameter: "recordings", found: 0, needed: 1)) { $0.recordings = 0 },
    Refusal(.tooFew(parameter: "setups", found: 0, needed: 1)) { $0.setups = 0 },
    Refusal(.tooFew(parameter: "planted.layers", found: -1, needed: 0)) { $0.encoders[0].layers = -1 },
    Refusal(.tooFew(parameter: "planted.dimension", found: 0, needed: 1)) { $0.encoders[0].dimension = 0 },
  ]

  static let names: [Refusal] = [
    Refusal(.badName(parameter: "languages", name: "../de")) { $0.languages = ["../de"] },
    Refusal(.badName(parameter: "encoders", name: "")) { $0.encoders[0].name = "" },
    Refusal(.badName(parameter: "encoders", name: ".hidden")) { $0.encoders[0].name = ".hidden" },
    Refusal(.duplicate(parameter: "languages", name: "de")) { $0.languages = ["de", "de"] },
    Refusal(.duplicate(parameter: "emotions", name: "sad")) { $0.emotions = ["sad", "angry", "sad"] },
    Refusal(.duplicate(parameter: "encoders", name: "planted")) { $0.encoders += $0.encoders },
  ]

  static let ranges: [Refusal] = [
    Refusal(.outOfRange(parameter: "speakerEmotionDependence", found: 1.5, allowed: "from 0.0 to 1.0")) {
      $0.speakerEmotionDependence = 1.5
    },
    Refusal(.outOfRange(parameter: "planted.layerCorrelation", found: -0.5, allowed: "from 0.0 to 1.0")) {
      $0.encoders[0].layerCorrelation = -0.5
    },
    Refusal(.outOfRange(parameter: "planted.emotion", found: .infinity, allowed: "from 0.0 to 1000000.0")) {
      $0.encoders[0].emotion = .infinity
    },
    Refusal(.outOfRange(parameter: "planted.emotionWidth", found: 0, allowed: "from 0.001 to 1000000.0")) {
      $0.encoders[0].emotionWidth = 0
    },
    Refusal(.outOfRange(parameter: "sentences", found: 1e9, allowed: "at most 2^24")) {
      $0.sentences = 1_000_000_000
    },
  ]

  static let together: [Refusal] = [
    Refusal(.peakOutsideLayers(encoder: "planted", peak: 7, layers: 6)) { $0.encoders[0].emotionPeak = 7 },
    Refusal(.peakOutsideLayers(encoder: "planted", peak: -1, layers: 6)) { $0.encoders[0].emotionPeak = -1 },
    Refusal(.tooFewDimensions(encoder: "planted", found: 20, needed: 21)) { $0.encoders[0].dimension = 20 },
    Refusal(.tooFewSpeakersForDependence(speakers: 3, emotions: 4)) {
      $0.speakers = 3
      $0.speakerEmotionDependence = 0.1
    },
    Refusal(.dependenceNotMet(corpus: "bn-1", asked: 0.1, realized: 0)) {
      $0.utterances = 4
      $0.speakerEmotionDependence = 0.1
    },
    Refusal(.tooLarge(encoder: "planted", values: 24 * 16_777_216 * 7 * 48)) {
      $0.speakers = 24
      $0.utterances = 1 << 24
    },
  ]

  @Test("that cannot be met are refused", arguments: refusals) func refuses(refusal: Refusal) {
    var corpora = PlantedCorpora(seed: 1)
    refusal.change(&corpora)
    #expect(throws: refusal.error) { try corpora.truth() }
    #expect(throws: refusal.error) { try corpora.store(threads: 1) }
    #expect("\(refusal.error)".count > 30)
  }

  @Test("that are not numbers are refused") func notANumber() {
    var corpora = PlantedCorpora(seed: 1)
    corpora.encoders[0].speaker = .nan
    #expect(throws: PlantedCorporaError.self) { try corpora.truth() }
  }

  @Test("at their limits are met") func limits() throws {
    var corpora = PlantedCorpora(seed: 1)
    corpora.languages = ["de"]
    corpora.speakers = 2
    corpora.emotions = ["angry", "sad"]
    corpora.utterances = 2
    corpora.sentences = 1
    corpora.recordings = 1
    corpora.setups = 1
    corpora.encoders[0].layers = 0
    corpora.encoders[0].emotionPeak = 0
    corpora.encoders[0].dimension = 3
    corpora.encoders[0].speakerRank = 1
    corpora.encoders[0].sentenceRank = 1
    let features = try corpora.store(threads: 4).features(encoder: "planted")
    #expect(features.states.rowCount == 4 && features.states.rowLength == 3)
    #expect(features.labels.sorted() == [0, 0, 1, 1])
  }

  @Test("read back as they were written") func recode() throws {
    var corpora = PlantedCorpora(seed: 20_260_505)
    corpora.encoders.append(PlantedEncoder(name: "second").silenced())
    let data = try JSONEncoder().encode(corpora)
    #expect(try JSONDecoder().decode(PlantedCorpora.self, from: data) == corpora)
  }
}
