// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A row's identity") struct RowIdentityTests {
  @Test("is the first 64 bits of its name's SHA-256, big-endian") func bits() {
    // int.from_bytes(hashlib.sha256(b'emodb_03a01Fa').digest()[:8], 'big')
    #expect(RowIdentity(name: "emodb_03a01Fa").bits == 4_468_016_986_883_170_964)
    #expect(RowIdentity(name: "").bits == 0xe3b0_c442_98fc_1c14)  // SHA-256 of nothing, as published
    #expect(RowIdentity(rowNumber: 7).bits == 7)
  }

  @Test("is another for every utterance") func distinct() throws {
    let corpus = try FeatureStore(path: Fixtures.data).corpus("emodb")
    #expect(Set(corpus.utterances.map { RowIdentity(name: "emodb_\($0.id)") }).count == 535)
  }

  @Test("survives being written and read, as a plain number") func coding() throws {
    for identity in [RowIdentity(name: "a"), RowIdentity(rowNumber: 0)] {
      #expect(try Fixtures.recoded([identity]) == [identity])
    }
    #expect(try Fixtures.decode([RowIdentity].self, "[18446744073709551615]")[0].bits == .max)
  }
}

@Suite("Fitted rows") struct FittedRowsTests {
  static func rows(_ numbers: [Int]) -> [RowIdentity] { numbers.map { RowIdentity(name: "utterance \($0)") } }

  @Test("share nothing with rows that were held out", arguments: 0..<20 as Range<UInt64>) func clean(
    seed: UInt64
  ) throws {
    let split = try SpeakerSplit(speakers: SpeakerSplitTests.speakers(10, seed: seed), seed: seed)
    let fitted = FittedRows(Self.rows(split.training))
    #expect(fitted.shared(with: Self.rows(split.test)).isEmpty)
  }

  @Test("show every planted leak", arguments: 0..<20 as Range<UInt64>) func planted(seed: UInt64) throws {
    let split = try SpeakerSplit(speakers: SpeakerSplitTests.speakers(10, seed: seed), seed: seed)
    let leaked = split.test[split.test.count / 2]
    let fitted = FittedRows(Self.rows(split.training + [leaked]))
    #expect(fitted.shared(with: Self.rows(split.test)) == Self.rows([leaked]))
  }

  @Test("are the same in whatever order they were fitted") func order() throws {
    let fitted = FittedRows(Self.rows([3, 1, 2]))
    #expect(fitted == FittedRows(Self.rows([1, 2, 3])))
    #expect(fitted.identities == fitted.identities.sorted())
    #expect(try Fixtures.recoded(fitted) == fitted)
  }
}
