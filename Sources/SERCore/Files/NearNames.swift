// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// "Did you mean …?": the known names that an unknown one may stand for.
package enum NearNames {
  /// The nearest known names, at most three, nearest first, and in their given order where equally near.
  ///
  /// Near is: at most a third of the letters (at least one) changed, dropped, added or swapped with a
  /// neighbor, or one name is the beginning of the other ("speaker" for "speaker_id"). Case does not count.
  ///
  /// - Complexity: O(*k* · *m*²) for *k* names and *m* letters; names far longer or shorter cost nothing.
  /// - Source: the distance is the optimal string alignment form of Damerau and Levenshtein's.
  package static func suggestions(for name: String, among known: [String]) -> [String] {
    let wanted = Array(name.lowercased())
    var near: [(distance: Int, order: Int, name: String)] = []
    for (order, candidate) in known.enumerated() {
      let letters = Array(candidate.lowercased())
      let limit = max(1, min(wanted.count, letters.count) / 3)
      let shorter = min(wanted.count, letters.count)
      if abs(letters.count - wanted.count) <= limit {
        let distance = distance(wanted, letters)
        if distance <= limit && distance < max(wanted.count, letters.count) {
          near.append((distance, order, candidate))
          continue
        }
      }
      if shorter >= 3, wanted.prefix(shorter) == letters.prefix(shorter) {
        near.append((abs(letters.count - wanted.count), order, candidate))
      }
    }
    return near.sorted { ($0.distance, $0.order) < ($1.distance, $1.order) }.prefix(3).map(\.name)
  }

  /// "; did you mean 'a' or 'b'", to end an error's first half with; empty if nothing is near.
  package static func sentence(for name: String, among known: [String]) -> String {
    let near = suggestions(for: name, among: known).map { "'\($0)'" }
    return near.isEmpty ? "" : "; did you mean " + near.joined(separator: " or ")
  }

  /// The number of letters to change, drop, add or swap with a neighbor; no letter is edited twice.
  static func distance<Letter: Equatable>(_ a: [Letter], _ b: [Letter]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
