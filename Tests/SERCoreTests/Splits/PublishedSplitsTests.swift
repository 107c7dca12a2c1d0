// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

/// The published splits, from speakers and their numbers of utterances alone: `make_published_splits.py`.
@Suite("The published splits") struct PublishedSplitsTests {
  static let corpora = ["crema_d", "emodb", "esd_zh", "ravdess", "subesco"]
  static let seeds: [UInt64] = [20_260_505, 20_260_506, 20_260_507, 20_260_508, 20_260_509]

  struct Size: Sendable, CustomTestStringConvertible {
    var corpus: String, classes: String, seed: UInt64, utterances: Int, speakers: Int
    var testDescription: String { "\(corpus), \(classes), seed \(seed)" }
  }

  /// What the paper's released results state.
  static let sizes: [Size] = {
    let table = PublishedSplitsTests.table("published-test-sizes.csv")
    return (0..<table.rowCount).map { row in
      let field = Array(table.row(row))
      return Size(
        corpus: field[0], classes: field[1], seed: UInt64(field[2])!, utterances: Int(field[3])!,
        speakers: Int(field[4])!)
    }
  }()

  private static func table(_ name: String) -> CSVTable {
    do { return try CSVTable(path: Fixtures.path(name)) } catch { preconditionFailure("\(error)") }
  }

  /// One speaker a row, as a corpus has it.
  static func speakers(_ corpus: String, _ classes: String) -> [String] {
    let table = table("speaker-utterances.csv")
    return (0..<table.rowCount).flatMap { row -> [String] in
      let field = Array(table.row(row))
      guard field[0] == corpus && field[1] == classes else { return [] }
      return Array(repeating: field[2], count: Int(field[3])!)
    }
  }

  @Test("are forty, of five corpora and five seeds") func complete() {
    #expect(Self.sizes.count == 40)
    #expect(Set(Self.sizes.map(\.corpus)) == Set(Self.corpora))
    #expect(Set(Self.sizes.map(\.seed)) == Set(Self.seeds))
    #expect(Self.sizes.count { $0.classes == "four" } == 25)
  }

  @Test(
    "start from the published numbers of utterances",
    arguments: [("emodb", 339), ("ravdess", 672), ("crema_d", 4900), ("esd_zh", 4000), ("subesco", 4000)])
  func utterances(corpus: String, count: Int) {
    #expect(Self.speakers(corpus, "four").count == count)
  }

  @Test("are replayed to the number of test utterances and speakers", arguments: sizes) func counts(
    size: Size
  ) throws {
    let split = try SpeakerSplit(speakers: Self.speakers(size.corpus, size.classes), seed: size.seed)
    #expect(split.test.count == size.utterances)
    #expect(split.testSpeakers.count == size.speakers)
  }

  @Test("are replayed to the speakers on each side", arguments: corpora, seeds)
  func sides(corpus: String, seed: UInt64) throws {
    let table = Self.table("replayed-splits.csv")
    let rows = (0..<table.rowCount).map { Array(table.row($0)) }
      .filter { $0[0] == corpus && $0[1] == String(seed) }
    let split = try SpeakerSplit(speakers: Self.speakers(corpus, "four"), seed: seed)
    #expect(!rows.isEmpty)
    #expect(split.trainingSpeakers == rows.filter { $0[3] == "train" }.map { $0[2] }.sortedByCodePoint())
    #expect(split.testSpeakers == rows.filter { $0[3] == "test" }.map { $0[2] }.sortedByCodePoint())
  }

  @Test("are the same with the corpus' own codes for its speakers", arguments: seeds)
  func codes(seed: UInt64) throws {
    let corpus = try FeatureStore(path: Fixtures.data).corpus("emodb")
    let own = try SpeakerSplit(speakers: corpus.utterances.map(\.speaker), seed: seed)
    let published = try SpeakerSplit(speakers: Self.speakers("emodb", "full"), seed: seed)
    #expect(own.testSpeakers.map { "emodb_\($0)" } == published.testSpeakers)
    #expect(own.test.count == published.test.count)
  }

  /// The held-out speakers of the erasure experiments, and how many of them the representation was trained
  /// on.
  @Test("of all corpora pooled hold out the published speakers and utterances") func pooled() throws {
    let speakers = Self.corpora.flatMap { Self.speakers($0, "four") }
    let analysis = try SpeakerSplit(speakers: speakers, trainingFraction: 0.6, seed: 20_260_505)
    #expect(analysis.training.count == 9203 && analysis.test.count == 4708)
    let published = [
      ("crema_d", 39, 2097), ("ravdess", 10, 280), ("subesco", 7, 1400), ("emodb", 4, 131),
      ("esd_zh", 2, 800),
    ]
    for (corpus, heldOut, utterances) in published {
      #expect(analysis.testSpeakers.count { $0.hasPrefix(corpus) } == heldOut)
      #expect(analysis.test.count { speakers[$0].hasPrefix(corpus) } == utterances)
    }
    let representation = try SpeakerSplit(speakers: speakers, trainingFraction: 0.8, seed: 20_260_505)
    #expect(Set(representation.trainingSpeakers).isSuperset(of: analysis.trainingSpeakers))
    let leaked = Set(representation.trainingSpeakers).intersection(analysis.testSpeakers)
    #expect(leaked.count == 31)
    #expect(analysis.test.count { leaked.contains(speakers[$0]) } == 2591)
  }
}
