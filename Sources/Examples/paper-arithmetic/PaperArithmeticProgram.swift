// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit

@main struct PaperArithmeticProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: PaperArithmetic.name,
    abstract: "The paper's own arithmetic, done again from its printed numbers; no data are needed.",
    version: Manifest.libraryVersion)

  @Option(help: "Another file of published numbers, of the same form as the library's.")
  var published: String?

  @Option(help: "The folder for results; without it, results/<name>.")
  var output: String?

  @Flag(help: "Print the statements and nothing else.")
  var quiet = false

  func validate() throws {
    if published?.isEmpty == true { throw ValidationError("--published takes a file") }
    if output?.isEmpty == true { throw ValidationError("--output takes a folder") }
  }

  func run() throws {
    let start = ContinuousClock.now
    let arithmetic = PaperArithmetic(try published.map { try PublishedFile(path: $0) } ?? .paper)
    let folder = ResultFolder(path: output ?? "results/\(PaperArithmetic.name)")
    let audit = try arithmetic.audit()
    let manifest = Manifest(
      program: PaperArithmetic.name, commandLine: CommandLine.arguments,
      files: [arithmetic.file.name: arithmetic.file.sha256], since: start)
    try arithmetic.write(audit, manifest: manifest, to: folder)
    try Terminal.output(arithmetic.report(audit, styled: Terminal.styledOutput))
    if !quiet { try Terminal.output("\nResults: \(folder.path)") }
  }
}
