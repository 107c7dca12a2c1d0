// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import Synchronization

/// SHA-256 of files, each computed once in a run.
final class FileDigests: Sendable {
  private let known = Mutex<[String: String]>([:])

  /// Computes the digests of all files that are not known yet, in parallel.
  func prepare(_ paths: [String], threads: Int) throws {
    let missing = known.withLock { known in Set(paths.filter { known[$0] == nil }) }.sorted()
    let digests = try parallelMap(missing, threads: threads) { try SHA256.hex(ofFile: $0) }
    known.withLock { known in
      for (path, digest) in zip(missing, digests) { known[path] = digest }
    }
  }

  /// The digest of one file.
  func digest(of path: String) throws -> String {
    if let digest = known.withLock({ $0[path] }) { return digest }
    let digest = try SHA256.hex(ofFile: path)
    known.withLock { $0[path] = digest }
    return digest
  }
}
