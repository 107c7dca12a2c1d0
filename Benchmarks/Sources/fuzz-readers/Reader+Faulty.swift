// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzReaders

extension Reader {
  /// A reader with one fault of each kind: the fuzzer must find them all, or it proves nothing about the
  /// others.
  static let faulty = Reader(
    name: "faulty", seeds: ["good", "0000 and more"], isOwn: { $0 is CocoaError },
    read: { bytes in
      switch (bytes.count, bytes.first ?? 0) {
      case (_, 0x01): throw POSIXError(.EIO)
      case (_, 0x80): precondition(bytes.isEmpty, "a trap")
      case (_, 0xc0): while Date.now.timeIntervalSince1970 > 0 {}
      case (_, 0xed): withExtendedLifetime([UInt8](repeating: 1, count: 65 << 20)) {}
      case (_, 0xff):
        withExtendedLifetime(UnsafeMutableRawPointer.allocate(byteCount: 65 << 20, alignment: 1)) {
          $0.deallocate()
        }
      case (_, 0x7f): descend()
      case (4..., _): throw CocoaError(.fileReadCorruptFile)
      default: break
      }
    })

  /// The reasons that must occur among the failures of ``faulty``.
  static let faults = [
    "POSIXError is none of the reader's own errors", "trapped", "took more than a second", "65 MiB allocated",
    "overflowed the stack",
  ]

  private static func descend() {
    var deeper: ((Int) -> Int)?
    deeper = { depth in depth + (deeper?(depth + 1) ?? 0) }
    precondition(deeper?(0) != 0)
  }
}
