// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("Near names") struct NearNamesTests {
  static let columns = ["id", "speaker_id", "emotion", "language", "sentence", "sex", "seconds"]

  @Test(
    "find what was meant",
    arguments: [
      ("emoton", ["emotion"]), ("emtoion", ["emotion"]), ("Emotion", ["emotion"]), ("emotions", ["emotion"]),
      (" emotion", ["emotion"]), ("speaker", ["speaker_id"]), ("speakerid", ["speaker_id"]),
      ("langauge", ["language"]),
      ("sentences", ["sentence"]), ("ID", ["id"]), ("sec", ["sex", "seconds"]),
    ])
  func meant(name: String, near: [String]) {
    #expect(NearNames.suggestions(for: name, among: Self.columns) == near)
  }

  @Test("are none for what is far", arguments: ["", "x", "path", "loudness", "agreement"]) func far(
    name: String
  ) {
    #expect(NearNames.suggestions(for: name, among: Self.columns) == [])
  }

  @Test("are at most three, the nearest first, then in the given order") func order() {
    #expect(
      NearNames.suggestions(for: "hubert", among: ["hubert1", "hubert-2", "Hubert", "hubert3", "hubert4"])
        == ["Hubert", "hubert1", "hubert3"])
    #expect(NearNames.suggestions(for: "a", among: []) == [])
  }
}
