// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import FuzzReaders
import Foundation

/// The reader that `SER_FUZZ_READER` names, on a file of this process.
let reader: Reader = {
  let name = ProcessInfo.processInfo.environment["SER_FUZZ_READER"] ?? ""
  guard let reader = Reader.all.first(where: { $0.name == name }) else {
    fatalError("SER_FUZZ_READER is '\(name)'; there are \(Reader.all.map(\.name).joined(separator: ", "))")
  }
  return reader
}()

/// What the reader reads, made ready once.
nonisolated(unsafe) let ready: (file: CaseFile, read: Reader.Reading) = {
  let folder = NSTemporaryDirectory() + "libfuzzer-\(ProcessInfo.processInfo.processIdentifier)"
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = try CaseFile(folder: folder)
    return (file, try reader.prepare(file.path, folder))
  } catch {
    fatalError("\(error)")
  }
}()
