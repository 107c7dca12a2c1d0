// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import FuzzReaders

/// What libFuzzer calls with each of its cases.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  for isLoaded in [false, true] {
    do {
      try ready.file.put(Array(UnsafeBufferPointer(start: bytes, count: count)))
      try ready.read(isLoaded)
    } catch  where reader.isOwn(error) {
      continue
    } catch {
      fatalError("\(type(of: error)) is none of the reader's own errors: \(error)")
    }
  }
  return 0
}
