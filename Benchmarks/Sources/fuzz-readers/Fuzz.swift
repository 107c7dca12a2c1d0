// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CFuzz
import Foundation
import FuzzReaders

/// Gives readers of files many thousand damaged ones: each must come to a value or to one of the reader's own
/// errors, within a second and 64 MiB.
@main struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "fuzz")

  static let names = Reader.all.map(\.name)

  @Option(help: "Cases in all, the same number for each reader.") var cases: UInt64 = 1_000_000
  @Option(help: "Decides all cases.") var seed: UInt64 = 1
  @Option(help: "One of \(names.joined(separator: ", ")), or all.") var reader = "all"
  @Option(help: "Processes at once.") var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "A folder for the bytes of cases that fail.") var keep: String?
  @Option(help: "Only the case of this number; --keep keeps its bytes whatever comes out.") var `case`:
    UInt64?
  @Option(help: "The folder of the project, whose fixtures the cases are made of.") var root = "."
  @Flag(help: "Fuzz a reader with a fault of each kind instead, and see whether all are found.")
  var checkItself = false

  func validate() throws {
    guard checkItself || reader == "all" || Self.names.contains(reader) else {
      throw ValidationError("no reader '\(reader)'; there are \(Self.names.joined(separator: ", ")) and all")
    }
    guard 1...64 ~= jobs else { throw ValidationError("--jobs takes 1 to 64") }
    if `case` != nil, !checkItself, reader == "all" { throw ValidationError("--case needs --reader") }
  }

  func run() throws {
    let readers = checkItself ? [.faulty] : Reader.all.filter { reader == "all" || $0.name == reader }
    let scratch = NSTemporaryDirectory() + "fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    if fuzz_counts_memory() == 0 { print("allocations are not counted on this system") }
    var failures: [Failure] = []
    for reader in readers {
      let maker = try CaseMaker(reader, root: root)
      let campaign = Campaign(
        reader: reader, maker: maker, seed: seed, jobs: jobs, scratch: "\(scratch)/\(reader.name)")
      let start = ContinuousClock.now
      let numbers =
        `case`.map { $0..<$0 + 1 } ?? 0..<(checkItself ? min(cases, 5000) : cases / UInt64(readers.count))
      let tally = try campaign.run(numbers)
      failures += tally.failures
      report(tally, of: reader, cases: numbers.count, seconds: (ContinuousClock.now - start) / .seconds(1))
      try keep(tally.failures.map(\.number) + (`case`.map { [$0] } ?? []), maker, reader)
    }
    if checkItself {
      let missed = Reader.faults.filter { fault in !failures.contains { $0.reason.contains(fault) } }
      guard missed.isEmpty else {
        print("not found: \(missed.joined(separator: "; "))")
        throw ExitCode.failure
      }
      print("all \(Reader.faults.count) kinds of faults were found")
    } else if !failures.isEmpty {
      throw ExitCode.failure
    }
  }

  private func report(_ tally: Tally, of reader: Reader, cases: Int, seconds: Double) {
    func rounded(_ value: Double) -> String { String(format: "%.1f", value) }
    print(
      "\(reader.name): \(cases) cases of seed \(seed) in \(rounded(seconds)) s: \(tally.accepted) read, "
        + "\(tally.refused) refused, \(tally.failures.count) failed; "
        + "at most \(rounded(Double(tally.peak.bytes) / 0x1p20)) MiB (case \(tally.peak.number)) and "
        + "\(rounded(Double(tally.slowest.nanoseconds) / 1e6)) ms (case \(tally.slowest.number))")
    guard !checkItself else { return }
    for failure in tally.failures.sorted(by: { $0.number < $1.number }) {
      print("FAILED: \(reader.name), case \(failure.number): \(failure.reason)")
      print("  Benchmarks/fuzz --reader \(reader.name) --seed \(seed) --case \(failure.number) --keep .")
    }
  }

  private func keep(_ numbers: [UInt64], _ maker: CaseMaker, _ reader: Reader) throws {
    guard let keep, !numbers.isEmpty else { return }
    try FileManager.default.createDirectory(atPath: keep, withIntermediateDirectories: true)
    for number in numbers {
      try Data(maker.bytes(seed: seed, number: number))
        .write(to: URL(filePath: "\(keep)/\(reader.name)-\(seed)-\(number)"))
    }
  }
}
