// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
internal import Foundation
public import SERReport

/// What every program takes: where files go, how results are printed, and how many threads it may use.
public struct OutputOptions: ParsableArguments {
  @Option(help: "The folder for results (default: results/<program>).")
  var output: String?

  @Option(help: "How to print the results.")
  var format = ReportFormat.text

  @Option(help: "Threads to use (default: one per core).")
  var threads: Int?

  @Flag(help: "Print only the table.")
  var quiet = false

  /// All options at their defaults.
  public init() {}

  /// Checks the values of the options.
  public func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output takes a folder") }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024") }
  }

  /// Threads to use.
  public var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Whether to print the table and nothing else.
  public var isQuiet: Bool { quiet }

  /// The folder for results.
  public func folder(for name: String) -> String { output ?? "results/\(name)" }

  /// Prints a report in the format asked for; as text, also where files went, and what to know of the data.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - folder: Where files are.
  ///   - caveat: What stands above the report, whoever reads it.
  /// - Throws: ``OutputError``.
  public func print(_ report: Report, folder: String, caveat: String? = nil) throws {
    var report = report
    if let caveat { report.sections.insert(Report.Section("", [.paragraph(caveat)]), at: 0) }
    try Terminal.output(report.rendered(as: format, styled: Terminal.styledOutput))
    guard !quiet else { return }
    if format == .text {
      try Terminal.output("\nResults: \(folder)")
    } else {
      Terminal.note("Results: \(folder)")
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}
