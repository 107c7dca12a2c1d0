// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import SERAudit

/// What every executable that trains takes: how, and over which seeds.
public struct TrainingOptions: ParsableArguments {
  @Option(
    name: .customLong("protocol"),
    help: "One or several of as-written, as-released and corrected, separated by commas.")
  var protocols = "corrected,as-written"

  @Option(help: "Seeds, separated by commas; each decides split, initial weights and batch order.")
  var seeds: String?

  @Option(help: "How many seeds to use, starting from 20260505 (default: the paper's 5).")
  var seedCount: Int?

  /// All options at their defaults.
  public init() {}

  /// Checks the values of the options.
  public func validate() throws {
    _ = try protocolList
    _ = try seedList
  }

  /// The protocols asked for.
  public var protocolList: [AuditProtocol] {
    get throws {
      try unique(protocols).map { name in
        guard let known = AuditProtocol(named: name) else {
          throw ValidationError(
            "unknown protocol '\(name)'; use \(AuditProtocol.all.map(\.name).joined(separator: ", "))")
        }
        return known
      }
    }
  }

  /// The seeds asked for.
  public var seedList: [UInt64] {
    get throws {
      if let seeds {
        guard seedCount == nil else { throw ValidationError("give either --seeds or --seed-count, not both") }
        let parsed = try unique(seeds).map { text in
          guard let seed = UInt64(text) else {
            throw ValidationError("'\(text)' is not a seed; seeds are whole numbers from 0")
          }
          return seed
        }
        // 1 and 01 are one seed.
        return parsed.enumerated().filter { !parsed[..<$0.offset].contains($0.element) }.map(\.element)
      }
      let count = seedCount ?? PublishedNumbers.seeds.count
      guard (1...1000).contains(count) else { throw ValidationError("--seed-count takes 1 to 1000") }
      return (0..<UInt64(count)).map { PublishedNumbers.seeds[0] + $0 }
    }
  }

  /// The seed of a table that has one: the one asked for, or the first of the paper's.
  ///
  /// - Throws: If several are asked for.
  public var oneSeed: UInt64 {
    get throws {
      let list = try seedList
      guard list.count == 1 || seeds == nil && seedCount == nil else {
        throw ValidationError("this table takes one seed, but \(list.count) are given")
      }
      return list[0]
    }
  }

  private func unique(_ list: String) throws -> [String] {
    var names: [String] = []
    for name in list.split(separator: ",").map(String.init) where !names.contains(name) { names.append(name) }
    guard !names.isEmpty else { throw ValidationError("expected a list separated by commas") }
    return names
  }
}
