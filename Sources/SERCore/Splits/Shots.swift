// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A few labeled utterances of the corpora that a probe is transferred to, which it may train on.
///
/// - Source: paper, section 3.4; the released code.
public struct Shots: Codable, Hashable, Sendable {
  /// How many there are of each class.
  public enum Rule: String, Codable, Hashable, Sendable, CaseIterable {
    /// *K*/classes of each class, rounded up, so as a rule more than *K*; what a class lacks is drawn from
    /// the others: the paper's text.
    case ceilPerClass = "ceil-per-class"
    /// *K*/classes of each class, rounded down but at least one; the rest from all classes: the released
    /// code.
    case floorPerClassThenRandom = "floor-per-class-then-random"
  }

  /// *K*, the number asked for.
  public var count: Int
  /// How many of each class.
  public var rule: Rule
  /// Draws them.
  public var seed: UInt64

  /// Shots.
  public init(count: Int, rule: Rule, seed: UInt64) {
    self.count = count
    self.rule = rule
    self.seed = seed
  }

  /// Draws rows, in the order in which they are drawn: class by class, then the rest.
  ///
  /// - Parameters:
  ///   - rows: The rows to draw from, ascending.
  ///   - labels: The class of every row that `rows` numbers.
  ///   - classes: The names of the classes.
  /// - Throws: ``ShotsError``.
  package func rows(from rows: [Int], labels: [Int], classes: [String]) throws(ShotsError) -> [Int] {
    guard count >= 1 else { throw .none(asked: count) }
    let share =
      rule == .ceilPerClass ? (count + classes.count - 1) / classes.count : max(1, count / classes.count)
    let total = rule == .ceilPerClass ? share * classes.count : max(count, share * classes.count)
    guard rows.count > total else { throw .tooFewUtterances(found: rows.count, shots: total) }
    var generator = RandomStream(seed: seed).root
    var drawn: [Int] = []
    for (number, name) in classes.enumerated() {
      let own = rows.filter { labels[$0] == number }
      guard !own.isEmpty else { throw .classWithoutUtterance(name) }
      drawn += generator.choice(min(share, own.count), of: own.count).map { own[$0] }
    }
    guard drawn.count < total else { return drawn }
    let taken = Set(drawn)
    let others = rows.filter { !taken.contains($0) }
    return drawn + generator.choice(total - drawn.count, of: others.count).map { others[$0] }
  }
}

/// Why shots cannot be drawn.
public enum ShotsError: Error, Hashable, Sendable {
  /// Fewer than one was asked for.
  case none(asked: Int)
  /// Nothing would be left to test.
  case tooFewUtterances(found: Int, shots: Int)
  /// A class that has to have shots has no utterance.
  case classWithoutUtterance(String)
}

extension ShotsError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .none(let asked): "\(asked) shots; ask for 1 or more, or for a transfer without shots"
    case .tooFewUtterances(let found, let shots):
      "\(shots) shots of \(found) utterance(s) leave nothing to test; ask for fewer shots, or pool corpora"
    case .classWithoutUtterance(let name):
      "no utterance of class '\(name)' can be a shot; use a taxonomy without that class, or pool corpora"
    }
  }
}
