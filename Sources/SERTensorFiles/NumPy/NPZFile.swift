// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// An `.npz` archive, open for reading: named arrays, as `np.savez` and `np.savez_compressed` write them.
///
/// ```swift
/// let archive = try NPZFile(path: "probe.npz")
/// print(archive.names)  // ["weights", "bias"]
/// let weights = try archive.array(named: "weights")
/// print(weights.header.shape, try weights.floats())
/// ```
///
/// Members may be stored, and are then read where they lie, or deflated. An archive is refused whole if it is
/// damaged or dishonest (``ZipError``) or holds anything but arrays; an array, if its header does not fit the
/// size that the archive gives, before so much is allocated.
public struct NPZFile: Sendable {
  /// The names of the arrays, without `.npy`, in the archive's order.
  public let names: [String]
  private let archive: ZipArchive

  /// Where the archive was found.
  public var path: String { archive.path }

  /// Opens an archive and checks it; no array is read.
  ///
  /// - Throws: ``NPZError/archive(_:)`` or ``NPZError/notAnArray(path:member:)``.
  public init(path: String, mode: MappedFile.Mode = .map) throws(NPZError) {
    do throws(ZipError) {
      archive = try ZipArchive(path: path, mode: mode)
    } catch {
      throw .archive(error)
    }
    names = try Self.names(in: archive)
  }

  /// Checks an archive that need not be a file; else as `init(path:mode:)`.
  package init(_ bytes: StoredBytes, path: String) throws(NPZError) {
    do throws(ZipError) {
      archive = try ZipArchive(bytes, path: path)
    } catch {
      throw .archive(error)
    }
    names = try Self.names(in: archive)
  }

  private static func names(in archive: ZipArchive) throws(NPZError) -> [String] {
    for entry in archive.entries where !entry.name.utf8.reversed().starts(with: ending.utf8.reversed()) {
      throw .notAnArray(path: archive.path, member: entry.name)
    }
    return archive.entries.map {
      String(decoding: $0.name.utf8.dropLast(ending.utf8.count), as: UTF8.self)
    }
  }

  /// The header of an array, for which no more than it is read.
  ///
  /// - Throws: ``NPZError``.
  public func header(named name: String) throws(NPZError) -> NPYHeader {
    try header(of: try entry(named: name))
  }

  /// An array, read whole and with its checksum.
  ///
  /// - Throws: ``NPZError``.
  /// - Complexity: O(*n*) in its bytes.
  public func array(named name: String) throws(NPZError) -> NPYArray {
    let entry = try entry(named: name)
    _ = try header(of: entry)
    let bytes: StoredBytes
    do throws(ZipError) {
      bytes = try archive.bytes(of: entry)
    } catch {
      throw .archive(error)
    }
    do throws(NPYError) {
      return try NPYArray(parsing: bytes, name: label(of: entry))
    } catch {
      throw .array(error)
    }
  }

  private func entry(named name: String) throws(NPZError) -> ZipEntry {
    do throws(ZipError) {
      return try archive.entry(named: name + Self.ending)
    } catch {
      throw .missing(path: path, name: name, names: names)
    }
  }

  private func header(of entry: ZipEntry) throws(NPZError) -> NPYHeader {
    let prefix: StoredBytes
    do throws(ZipError) {
      prefix = try archive.prefix(NPYHeader.longestPrefix, of: entry)
    } catch {
      throw .archive(error)
    }
    do throws(NPYError) {
      return try prefix.withBytes { (bytes) throws(NPYError) in
        try NPYHeader(parsing: bytes, ofFileWith: entry.count, path: label(of: entry))
      }
    } catch {
      throw .array(error)
    }
  }

  private func label(of entry: ZipEntry) -> String { "\(path): \(entry.name)" }

  static let ending = ".npy"
}
