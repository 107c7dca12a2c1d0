// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

/// To how many decimals the paper prints what.
///
/// JSON does not keep the last zeros of 0.920, so the precision of a table is a fact about the table.
enum PrintedPrecision {
  /// Half a unit of the last digit at a path; 0 for what is exact.
  static func half(at path: PublishedPath) -> Double {
    decimals(at: path).map { PrintedNumber.half(decimals: $0) } ?? 0
  }

  private static func decimals(at path: PublishedPath) -> Int? {
    let (table, part) = (path.key(at: 1), path.key(at: 2))
    switch path.top {
    case "tables": return tableDecimals(table, part, path)
    case "figures" where part == "across_pair_sd" || part == "alpha0_emotion2vec": return 2
    case "protocol" where table == "rsa" && part == "per_pair_null_sd": return 2
    case "protocol" where table == "inlp" && part == "chance_holdout": return 3
    default: return nil
    }
  }

  private static func tableDecimals(_ table: String, _ part: String, _ path: PublishedPath) -> Int? {
    if part == "caption_sd_range_percent" || part == "caption_trial_sd_percent" || part == "gap_points" {
      return 1
    }
    guard !["table1", "table2"].contains(table), part != "K", part != "seeds", part != "classes" else {
      return nil
    }
    // The rounds of a removal are counted.
    if table == "table8", path.parts.last == .index(3) { return nil }
    return 3
  }

  /// The decimals of a number in its shortest form; at least `significant` digits are taken for printed.
  static func decimals(of value: Double, significant: Int = 1) -> Int {
    var shortest = 0
    while shortest < 16, abs(rounded(value, shortest) - value) > 1e-9 * abs(value) { shortest += 1 }
    guard value != 0, significant > 1 else { return shortest }
    var (leading, magnitude) = (0, abs(value))
    while magnitude < 1, leading < 300 {
      magnitude *= 10
      leading += 1
    }
    return max(shortest, leading + significant - 1)
  }

  private static func rounded(_ value: Double, _ decimals: Int) -> Double {
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    return (value * factor).rounded() / factor
  }
}
