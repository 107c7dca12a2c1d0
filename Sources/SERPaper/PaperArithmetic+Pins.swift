// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
internal import SERCore

/// A statement or a check, as something that an altered number can change.
struct Watch: Sendable {
  let id: String
  let isRange: Bool
  let outcome: @Sendable (Facts) throws -> String
}

extension PaperArithmetic {
  /// All that watches numbers of the file: cheap checks first.
  func watches() throws -> [Watch] {
    let checks = try Check.all(Facts(file)).map { check in
      Watch(id: check.id, isRange: check.id.hasPrefix("range: ")) { facts in
        try check.objection(facts) == nil ? "holds" : "contradicted"
      }
    }
    return checks
      + file.statementIDs.map { id in
        Watch(id: id, isRange: false) { facts in
          try Rule.judge(try Statement(id, in: facts), facts).verdict.rawValue
        }
      }
  }

  /// What holds each number of the file in its place.
  ///
  /// Each number is altered by 1 to 1000 units of its last printed digit, up and down, and everything that was computed
  /// from it is computed again. What changes notices the alteration; an alteration that changes nothing is within
  /// rounding, or nothing pins the number.
  ///
  /// - Parameter threads: How many numbers are tried at once.
  /// - Throws: ``PublishedFileError``.
  /// - Complexity: Some ten thousand recomputations; seconds.
  public func pins(threads: Int = 1) throws -> [Pin] {
    try pins(of: file.numberPaths, threads: threads)
  }

  /// What holds some numbers of the file in their places.
  ///
  /// - Precondition: a number stands at every path.
  public func pins(of paths: [PublishedPath], threads: Int = 1) throws -> [Pin] {
    let watches = try watches()
    var readers: [PublishedPath: [Int]] = [:]
    var before: [String] = []
    for (index, watch) in watches.enumerated() {
      let facts = Facts(file)
      before.append(try watch.outcome(facts))
      for path in facts.read { readers[path, default: []].append(index) }
    }
    let (outcomes, reads) = (before, readers)
    return parallelMap(paths, threads: threads) { path in
      pin(path, (reads[path] ?? []).map { (watches[$0], outcomes[$0]) })
    }
  }

  /// Alterations in units of the last digit.
  static let alterations: [Double] = [1, 2, 3, 4, 5, 7, 10, 14, 20, 50, 100, 200, 500, 1000]

  private func pin(_ path: PublishedPath, _ readers: [(watch: Watch, before: String)]) -> Pin {
    let value = file.number(at: path) ?? 0
    let unit = unit(at: path, value)
    var noticing: [String] = []
    var unnoticed: [Double] = []
    var (tried, outOfRange) = (0, 0)
    for sign in [-1.0, 1] {
      for count in path.key(at: 1) == "permutations" ? [1, 10] : Self.alterations {
        let altered = value + sign * count * unit
        tried += 1
        let facts = Facts(file.replacing(path, with: altered))
        // The first that notices is enough; the other small alterations will name the rest.
        let first = readers.first { (try? $0.watch.outcome(facts)) != $0.before }
        guard let first else {
          unnoticed.append(altered)
          continue
        }
        if first.watch.isRange { outOfRange += 1 }
        if !noticing.contains(first.watch.id) { noticing.append(first.watch.id) }
      }
    }
    let pinning = noticing.filter { !$0.hasPrefix("range: ") }
    let near = unnoticed.count { abs($0 - value) > 20 * unit }
    let hold: Pin.Hold =
      unnoticed.isEmpty ? .exact : pinning.isEmpty ? .free : near == 0 ? .rounding : .loose
    return Pin(
      path: path, value: value, hold: hold, unnoticedLow: unnoticed.filter { $0 < value }.min(),
      unnoticedHigh: unnoticed.filter { $0 > value }.max(), pinnedBy: pinning, readBy: readers.count)
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
