// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// What the paper's experiments have in common, as it prints it; ``PublishedTable`` reads its tables.
public enum PublishedNumbers {
  /// The five seeds of the paper.
  ///
  /// - Source: paper, section 3.6.
  public static let seeds: [UInt64] = {
    guard
      case .array(let values)? = PublishedFile.paper.value(at: PublishedPath("protocol", "seeds", "value"))
    else { preconditionFailure("published.json, which is compiled in, has no seeds") }
    return values.map { value in
      guard case .number(let number) = value, let seed = UInt64(exactly: number) else {
        preconditionFailure("published.json, which is compiled in, has \(value.kindInWords) for a seed")
      }
      return seed
    }
  }()

  /// The languages of the paper, in its order.
  static let languages = ["en", "de", "zh", "bn"]

  /// The names that the paper has, in its order, then the others in theirs.
  static func leading(_ published: [String], of names: [String]) -> [String] {
    let leading = published.flatMap { known in names.filter { PublishedName.matches(known, $0) } }
    return leading + names.filter { !leading.contains($0) }
  }
}
