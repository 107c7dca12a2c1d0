// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How often something happened, line by line: a rejection, or that an interval held the truth.
struct Ledger: Sendable {
  /// One test or interval.
  struct Line: Sendable {
    let name: String
    var happened = 0
    /// Comparisons for which the statistic is not defined; they count as not happened.
    var undefined = 0
    var count = 0

    /// "4.93 ± 0.22 %", with the Monte-Carlo standard error.
    var percent: String {
      let share = Double(happened) / Double(count)
      let error = (max(share * (1 - share), 0.25 / Double(count)) / Double(count)).squareRoot()
      let figures = "\(fixed(100 * share, 2)) ± \(fixed(100 * error, 2)) %"
      return undefined == 0 ? figures : figures + " (\(undefined) undefined)"
    }
  }

  private(set) var lines: [Line] = []

  /// Counts one comparison; the first comparison decides the order of the lines.
  mutating func count(_ name: String, _ happened: () throws -> Bool) {
    let index = lines.firstIndex { $0.name == name } ?? lines.count
    if index == lines.count { lines.append(Line(name: name)) }
    lines[index].count += 1
    do { if try happened() { lines[index].happened += 1 } } catch { lines[index].undefined += 1 }
  }

  /// Adds what another thread counted.
  mutating func add(_ other: Ledger) {
    for line in other.lines {
      let index = lines.firstIndex { $0.name == line.name } ?? lines.count
      if index == lines.count { lines.append(Line(name: line.name)) }
      lines[index].happened += line.happened
      lines[index].undefined += line.undefined
      lines[index].count += line.count
    }
  }
}

/// A number with so many decimals, rounded to nearest.
func fixed(_ value: Double, _ decimals: Int) -> String {
  var scale = 1
  for _ in 0..<decimals { scale *= 10 }
  let whole = Int((value.magnitude * Double(scale)).rounded())
  let sign = value < 0 && whole != 0 ? "-" : ""
  let rest = String(whole % scale)
  return decimals == 0
    ? "\(sign)\(whole)"
    : "\(sign)\(whole / scale)." + String(repeating: "0", count: decimals - rest.count) + rest
}
