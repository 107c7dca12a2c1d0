// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
internal import SERCore

/// The verdict on a statement or the result of a check, as something that an altered number can change.
private struct Outcome: Sendable {
  let id: String
  /// Whether it is the range of possible values only, such as 0 to 1 for an accuracy.
  let isRange: Bool
  let value: @Sendable (Facts) throws -> String
}

extension PaperArithmetic {
  /// How sensitive verdicts and checks are to each number of the file.
  ///
  /// Each number is altered by 1 to 1000 units of its last printed digit, up and down, and everything that
  /// was computed from it is computed again. An alteration that changes no outcome is within rounding, or no
  /// other number decides this one.
  ///
  /// - Parameter threads: How many numbers are tried at once.
  /// - Throws: What ``audit()`` throws.
  /// - Complexity: Some ten thousand recomputations; seconds.
  public func sensitivities(threads: Int = 1) throws -> [Sensitivity] {
    try sensitivities(of: file.numberPaths, threads: threads)
  }

  /// How sensitive verdicts and checks are to some numbers of the file.
  ///
  /// - Precondition: a number stands at every path.
  public func sensitivities(of paths: [PublishedPath], threads: Int = 1) throws -> [Sensitivity] {
    let outcomes = try outcomes()
    var readers: [PublishedPath: [Int]] = [:]
    var before: [String] = []
    for (index, outcome) in outcomes.enumerated() {
      let facts = Facts(file)
      before.append(try outcome.value(facts))
      for path in facts.read { readers[path, default: []].append(index) }
    }
    let (values, reads) = (before, readers)
    return parallelMap(paths, threads: threads) { path in
      sensitivity(path, (reads[path] ?? []).map { (outcomes[$0], values[$0]) })
    }
  }

  /// All outcomes that depend on numbers of the file: cheap checks first.
  private func outcomes() throws -> [Outcome] {
    let checks = try Check.all(Facts(file)).map { check in
      Outcome(id: check.id, isRange: check.id.hasPrefix("range: ")) { facts in
        try check.objection(facts) == nil ? "holds" : "contradicted"
      }
    }
    return checks
      + file.statementIDs.map { id in
        Outcome(id: id, isRange: false) { facts in
          try Rule.judge(try Statement(id, in: facts), facts).verdict.rawValue
        }
      }
  }

  /// Alterations in units of the last digit.
  private static let alterations: [Double] = [1, 2, 3, 4, 5, 7, 10, 14, 20, 50, 100, 200, 500, 1000]

  private func sensitivity(
    _ path: PublishedPath, _ readers: [(outcome: Outcome, before: String)]
  ) -> Sensitivity {
    let value = file.number(at: path) ?? 0
    let unit = unit(at: path, value)
    var detecting: [String] = []
    var undetected: [Double] = []
    for sign in [-1.0, 1] {
      for count in path.key(at: 1) == "permutations" ? [1, 10] : Self.alterations {
        let altered = value + sign * count * unit
        let facts = Facts(file.replacing(path, with: altered))
        // The first that detects it is enough; the other small alterations will name the rest. An error is a
        // change.
        let first = readers.first { (try? $0.outcome.value(facts)) != $0.before }
        guard let first else {
          undetected.append(altered)
          continue
        }
        if !first.outcome.isRange, !detecting.contains(first.outcome.id) {
          detecting.append(first.outcome.id)
        }
      }
    }
    let isNear = undetected.allSatisfy { abs($0 - value) <= 20 * unit }
    let level: Sensitivity.Level =
      undetected.isEmpty ? .exact : detecting.isEmpty ? .free : isNear ? .rounding : .loose
    return Sensitivity(
      path: path, value: value, level: level, undetectedLow: undetected.filter { $0 < value }.min(),
      undetectedHigh: undetected.filter { $0 > value }.max(), detectedBy: detecting, readBy: readers.count)
  }

  /// A unit of the last digit that is printed, 1 for counts.
  private func unit(at path: PublishedPath, _ value: Double) -> Double {
    let half = PrintedPrecision.half(at: path)
    if half > 0 { return 2 * half }
    if value == value.rounded(), path.top != "statements" { return 1 }
    if path.top == "statements", path.parts.count > 2, path.key(at: 2) == "published",
      let statement = try? Statement(path.key(at: 1), in: Facts(file)),
      let printed = try? statement.numbers(in: Facts(file)).first(where: { $0.path == path })
    {
      return 2 * printed.half
    }
    return 2 * PrintedNumber.half(decimals: PrintedPrecision.decimals(of: value))
  }
}
