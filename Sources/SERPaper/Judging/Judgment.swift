// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A verdict, with what was recomputed, why, and how the statement reads when it is corrected.
struct Judgment: Hashable, Sendable {
  var verdict: Verdict
  /// What came out, for a person.
  var recomputed: String
  /// Why the verdict is what it is; empty where the recomputed number says it all.
  var reason = ""
  /// The corrected reading; empty where there is none.
  var corrected = ""

  /// The judgment with another remark before its reason.
  func noting(_ remark: String) -> Judgment {
    var copy = self
    copy.reason = [remark, reason].filter { !$0.isEmpty }.joined(separator: "; ")
    return copy
  }

  /// The judgment with a corrected reading beside it.
  func reading(_ corrected: String) -> Judgment {
    var copy = self
    copy.corrected = [self.corrected, corrected].filter { !$0.isEmpty }.joined(separator: "; ")
    return copy
  }

  /// The judgment of one of several things that a statement is about, by its name.
  func naming(_ name: String) -> Judgment {
    var copy = self
    if !name.isEmpty, !reason.isEmpty { copy.reason = "\(name): \(reason)" }
    return copy
  }

  /// Several judgments of parts of one statement; if one does not reproduce, only what is wrong is a reason.
  static func joint(_ parts: [Judgment]) -> Judgment {
    func joined(_ texts: [String]) -> String {
      var distinct: [String] = []
      for text in texts where !text.isEmpty && !distinct.contains(text) { distinct.append(text) }
      return distinct.joined(separator: "; ")
    }
    let verdict = Verdict.joint(parts.map(\.verdict))
    let telling = verdict == .doesNotReproduce ? parts.filter { $0.verdict == verdict } : parts
    return Judgment(
      verdict: verdict, recomputed: joined(parts.map(\.recomputed)),
      reason: joined(telling.map(\.reason)), corrected: joined(parts.map(\.corrected)))
  }

  /// Nothing in the file decides it.
  static func notCheckable(_ reason: String, recomputed: String = "") -> Judgment {
    Judgment(verdict: .notCheckable, recomputed: recomputed, reason: reason)
  }

  /// A statement that is true or false of the recomputed numbers.
  static func holds(_ holds: Bool, _ recomputed: String, _ reason: String = "") -> Judgment {
    Judgment(verdict: holds ? .reproduces : .doesNotReproduce, recomputed: recomputed, reason: reason)
  }
}
