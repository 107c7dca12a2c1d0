// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A built executable, run as a user runs it.
package struct Program: Sendable {
  package struct Missing: Error, CustomStringConvertible {
    package var name: String
    package var searched: [String]
    package var description: String {
      "\(name) is not in or above \(searched.joined(separator: ", ")); build the package first"
    }
  }

  /// What a finished run left behind.
  package struct Ending: Sendable {
    package var status: Int32
    /// Whether a signal ended it; `status` is that signal then.
    package var wasSignaled: Bool
    package var output: String
    package var errors: String
  }

  package let path: String
  /// A command that runs the program, which becomes its last argument: sh with a limit, say.
  private var launcher: [String] = []

  /// The same program, run by a command, such as `["/usr/bin/env"]`.
  package func run(by launcher: [String]) -> Program {
    var program = self
    program.launcher = launcher
    return program
  }

  /// Finds an executable among the package's products: beside this test bundle, or in a folder above it.
  package init(_ name: String) throws {
    let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map(\.bundleURL)
    let starts = bundles + [Bundle.main.bundleURL, URL(filePath: ProcessInfo.processInfo.arguments[0])]
    for start in starts {
      var folder = start.standardizedFileURL
      while folder.pathComponents.count > 1 {
        let candidate = folder.appending(path: name).path
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
          !isFolder.boolValue
        {
          path = candidate
          return
        }
        folder.deleteLastPathComponent()
      }
    }
    throw Missing(name: name, searched: starts.map(\.path))
  }

  /// Runs to the end, with both outputs going to files: nothing is a terminal, and no pipe can fill up.
  package func run(_ arguments: [String], in scratch: ScratchFolder, environment: [String: String] = [:])
    throws
    -> Ending
  {
    let started = try start(arguments, in: scratch, environment: environment)
    return try started.wait()
  }

  /// A run that goes on.
  package struct Running {
    package let process: Process
    package let outputPath: String
    package let errorPath: String

    package func wait() throws -> Ending {
      process.waitUntilExit()
      return Ending(
        status: process.terminationStatus, wasSignaled: process.terminationReason == .uncaughtSignal,
        output: try Fixtures.text(outputPath), errors: try Fixtures.text(errorPath))
    }

    /// Ends it at once, with the signal that no program can handle.
    package func killAtOnce() { kill(process.processIdentifier, SIGKILL) }
  }

  package func start(
    _ arguments: [String], in scratch: ScratchFolder, environment: [String: String] = [:]
  ) throws -> Running {
    let (output, errors) = (scratch.fresh("out"), scratch.fresh("err"))
    for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
    let process = Process()
    let command = launcher + [path]
    process.executableURL = URL(filePath: command[0])
    process.arguments = command.dropFirst() + arguments
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.environment = Self.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.run()
    return Running(process: process, outputPath: output, errorPath: errors)
  }

  /// Runs with standard output on a terminal; gives what the terminal saw.
  package func runOnTerminal(
    _ arguments: [String], in scratch: ScratchFolder, environment: [String: String] = [:]
  ) throws -> String {
    var primary: CInt = -1
    var terminal: CInt = -1
    guard unsafe openpty(&primary, &terminal, nil, nil, nil) == 0 else { throw POSIXError(.ENODEV) }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.environment = Self.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
    process.standardError = FileHandle.nullDevice
    try process.run()
    // A terminal takes 4 KiB before its writer waits, so it is read while the program runs; the end of the
    // last writer shows as an error.
    close(terminal)
    var seen: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4096)
    while case let count = unsafe read(primary, &part, part.count), count > 0 { seen += part[..<count] }
    close(primary)
    process.waitUntilExit()
    return String(decoding: seen, as: UTF8.self)
  }

  /// The environment of this process but for what changes a program's output.
  private static let environment = ProcessInfo.processInfo.environment.filter { name, _ in
    !["NO_COLOR", "TERM", "SER_DATA"].contains(name)
  }
}
