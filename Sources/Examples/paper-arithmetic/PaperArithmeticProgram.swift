// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
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

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Analyze how sensitive verdicts and checks are to each number.",
      discussion:
        "Each number is altered, and what was computed from it is computed again: seconds to minutes."))
  var pins = true

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if published?.isEmpty == true { throw ValidationError("--published takes a file") }
  }

  func run() throws {
    let start = ContinuousClock.now
    let arithmetic = PaperArithmetic(try published.map { try PublishedFile(path: $0) } ?? .paper)
    let folder = ResultFolder(path: output.folder(for: PaperArithmetic.name))
    try AtomicFile.createFolder(folder.path)
    let audit = try arithmetic.audit()
    let sensitivities = pins ? try arithmetic.sensitivities(threads: output.threadCount) : []
    let manifest = Manifest(
      program: PaperArithmetic.name, commandLine: CommandLine.arguments,
      files: [arithmetic.file.name: arithmetic.file.sha256], since: start)
    try arithmetic.write(audit, sensitivities: sensitivities, manifest: manifest, to: folder)
    try output.print(arithmetic.report(audit, sensitivities: sensitivities), folder: folder.path)
  }
}
