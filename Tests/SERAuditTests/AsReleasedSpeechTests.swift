// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import TestSupport
import Testing

@Suite("The released procedure on real speech") struct AsReleasedSpeechTests {
  /// The store of the project and, where `SER_DATA` names one with the same features, that store as well.
  static let stores: [String] = {
    let further = ProcessInfo.processInfo.environment["SER_DATA"]
    return [Fixtures.data]
      + [further].compactMap { $0 }.filter { store in
        encoders.allSatisfy { FileManager.default.fileExists(atPath: "\(store)/features/\($0)/emodb.npy") }
      }
  }()
  static let encoders = ["whisper-tiny", "whisper-tiny-random", "logmel"]

  @Test("gives PyTorch's predictions, but for at most one near tie a seed", arguments: stores)
  func predictions(store: String) throws {
    let run = try PerLanguageRun(
      store: TestStore(path: store), encoders: Self.encoders, corpora: ["emodb"],
      seeds: PerLanguage.publishedSeeds,
      protocols: [.asReleased])
    let ours = try run.rows("predictions.csv")
    let theirs = try AuditFixtures.rows(
      Fixtures.root + "/Tests/Fixtures/as-released-emodb/predictions.csv")
    #expect(ours.count == theirs.count && !ours.isEmpty)
    var agreements = 0
    for encoder in Self.encoders {
      for seed in PerLanguage.publishedSeeds {
        let own = { (rows: [[String: String]]) in
          rows.filter { $0["encoder"] == encoder && $0["seed"] == "\(seed)" }
        }
        let (a, b) = (own(ours), own(theirs))
        #expect(a.map { $0["id"] } == b.map { $0["id"] }, "\(encoder), \(seed): other test utterances")
        #expect(a.map { $0["emotion"] } == b.map { $0["emotion"] })
        let different = zip(a, b).count { $0["predicted"] != $1["predicted"] }
        #expect(different <= 1, "\(encoder), \(seed)")
        if different == 0 { agreements += 1 }
      }
    }
    #expect(agreements > 7, "most of the fifteen agree wholly")
  }
}
