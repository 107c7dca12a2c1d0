// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import Foundation
import SERAudit
import SERCore
import SERPaper

@main struct PaperArithmeticProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: PaperArithmetic.name,
    abstract: "The paper's own arithmetic, done again from its printed numbers; no data are needed.",
    version: Manifest.libraryVersion)

  @Option(help: "An altered copy of the library's published.json, with the same statements.")
  var published: String?

  @Option(help: "The folder for results; without it, results/<name>.")
  var output: String?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Analyze how sensitive verdicts and checks are to each number.",
      discussion:
        "Each number is altered, and what was computed from it is computed again: seconds to minutes."))
  var pins = true

  @Option(help: "Numbers tried at once; without it, one a core.")
  var threads: Int?

  @Flag(help: "Print the statements and nothing else.")
  var quiet = false

  func validate() throws {
    if published?.isEmpty == true { throw ValidationError("--published takes a file") }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024") }
    if output?.isEmpty == true { throw ValidationError("--output takes a folder") }
  }

  func run() throws {
    let start = ContinuousClock.now
    let arithmetic = PaperArithmetic(try published.map { try PublishedFile(path: $0) } ?? .paper)
    let folder = ResultFolder(path: output ?? "results/\(PaperArithmetic.name)")
    try AtomicFile.createFolder(folder.path)
    let audit = try arithmetic.audit()
    let held =
      pins
      ? try arithmetic.sensitivities(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount) : []
    let manifest = Manifest(
      program: PaperArithmetic.name, commandLine: CommandLine.arguments,
      files: [arithmetic.file.name: arithmetic.file.sha256], since: start)
    try arithmetic.write(audit, sensitivities: held, manifest: manifest, to: folder)
    try Terminal.output(arithmetic.report(audit, sensitivities: held, styled: Terminal.styledOutput))
    if !quiet { try Terminal.output("\nResults: \(folder.path)") }
  }
}
