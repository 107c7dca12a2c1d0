// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("The store in Data") struct DataStoreTests {
  @Test(
    "opens whole, with proven rows",
    arguments: [("logmel", 1, 160), ("whisper-tiny", 5, 384), ("whisper-tiny-random", 5, 384)])
  func whole(encoder: String, states: Int, dimension: Int) throws {
    let store = try FeatureStore(path: Fixtures.data)
    #expect(
      store.corpora == ["emodb"] && store.encoders == ["logmel", "whisper-tiny", "whisper-tiny-random"])
    let set = try store.features(encoder: encoder, corpora: ["emodb"], taxonomy: TinyStore.fourClasses)
    #expect(set.labels.count == 339 && set.states.rowCount == 339 && set.rowIdentityProven)
    #expect(set.states.stateCount == states && set.states.dimension == dimension)
    #expect((0..<4).map { label in set.labels.count { $0 == label } } == [127, 71, 79, 62])
    #expect(set.leftOut == ["boredom": 81, "disgust": 46, "fear": 69])
    #expect(Set(set.speakers).count == 10)
    #expect(set.encoder.name == encoder && set.encoder.states.count == states)
  }
}

/// The four corpora and five encoders of the larger store, whose speech may not be published again and so is
/// not part of the project. The variable SER_DATA names its folder; without it there is nothing to open.
@Suite(
  "The store of SER_DATA",
  .enabled(
    if: ProcessInfo.processInfo.environment["SER_DATA"] != nil,
    "SER_DATA is not set: set it to a feature store with emodb, ravdess, nemo and ased to run these tests"))
struct SERDataStoreTests {
  static let path = ProcessInfo.processInfo.environment["SER_DATA"] ?? ""

  @Test(
    "opens with every encoder, with proven rows",
    arguments: [("emodb", 339, 10), ("ravdess", 672, 24), ("nemo", 389, 9), ("ased", 316, 13)])
  func counts(corpus: String, utterances: Int, speakers: Int) throws {
    let store = try FeatureStore(path: Self.path)
    for encoder in store.encoders {
      let set = try store.features(encoder: encoder, corpora: [corpus], taxonomy: TinyStore.fourClasses)
      #expect(set.labels.count == utterances && set.states.rowCount == utterances && set.rowIdentityProven)
      #expect(Set(set.speakers).count == speakers && Set(set.labels).count == 4)
      #expect(set.states.stateCount == set.encoder.layers + 1 && set.encoder.name == encoder)
    }
  }

  @Test("opens with all corpora pooled") func pooled() throws {
    let store = try FeatureStore(path: Self.path)
    let corpora = ["emodb", "ravdess", "nemo", "ased"]
    for encoder in store.encoders {
      let set = try store.features(encoder: encoder, corpora: corpora, taxonomy: TinyStore.fourClasses)
      #expect(set.labels.count == 339 + 672 + 389 + 316)
      #expect(Set(set.speakers).count == 10 + 24 + 9 + 13)  // EmoDB's, RAVDESS's and ASED's codes collide
      #expect(Set(set.states.identities).count == set.states.rowCount)
    }
  }
}
