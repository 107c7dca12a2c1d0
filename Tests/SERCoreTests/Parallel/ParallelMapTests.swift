// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Synchronization
import TestSupport
import Testing

@Suite("A parallel map") struct ParallelMapTests {
  struct Failure: Error, Equatable { var item: Int }

  /// Work that takes unlike times for unlike items.
  static func work(_ item: Int) -> UInt64 {
    var generator = SplitMix64(state: UInt64(item))
    var value: UInt64 = 0
    for _ in 0..<(item % 7) * 500 + 1 { value ^= generator.next() }
    return value
  }

  @Test(
    "gives what map gives, in order, on any number of threads", arguments: [1, 2, 3, 8, 64],
    [0, 1, 2, 7, 500])
  func order(threads: Int, count: Int) {
    let items = Array(0..<count)
    #expect(parallelMap(items, threads: threads) { Self.work($0) } == items.map(Self.work))
  }

  @Test("calls its body once an item", arguments: [1, 2, 8]) func once(threads: Int) {
    let calls = Mutex([Int](repeating: 0, count: 300))
    _ = parallelMap(Array(0..<300), threads: threads) { item in calls.withLock { $0[item] += 1 } }
    #expect(calls.withLock { $0 } == Array(repeating: 1, count: 300))
  }

  @Test("throws the error of the earliest item that fails, whichever fails first", arguments: [1, 2, 3, 8])
  func earliest(threads: Int) {
    let last = Mutex<UInt64>(0)  // so that the work is not optimized away
    for round in 0..<30 {
      #expect(throws: Failure(item: 17)) {
        try parallelMap(Array(0..<100), threads: threads) { item in
          // In turn the earliest takes longest, so that others fail before it, and the next, so that it fails
          // after.
          let steps = item == 17 + round % 2 ? 400 : item == 17 ? 100 : 0
          for step in 0..<steps { last.withLock { $0 = Self.work(step) } }
          if [17, 18, 19, 40, 99].contains(item) { throw Failure(item: item) }
          return item
        }
      }
    }
  }

  @Test("starts nothing after a failure") func stops() {
    let started = Mutex(0)
    #expect(throws: Failure(item: 0)) {
      try parallelMap([0, 1, 2, 3], threads: 1) { item in
        started.withLock { $0 += 1 }
        throw Failure(item: item)
      }
    }
    #expect(started.withLock { $0 } == 1)
    let most = Mutex(0)
    #expect(throws: Failure(item: 3)) {
      try parallelMap(Array(0..<10_000), threads: 2) { item in
        most.withLock { $0 = max($0, item) }
        if item >= 3 { throw Failure(item: item) }
      }
    }
    #expect(most.withLock { $0 } <= 4)  // the failing one, and one that was under way
  }

  @Test("may be used within itself") func nested() {
    let table = parallelMap(Array(0..<20), threads: 4) { row in
      parallelMap(Array(0..<20), threads: 4) { column in "\(row),\(column)" }
    }
    #expect(table == (0..<20).map { row in (0..<20).map { "\(row),\($0)" } })
  }

  @Test("takes no threads for a programmer's error") func precondition() async {
    await #expect(processExitsWith: .failure) { _ = parallelMap([1], threads: 0) { $0 } }
  }
}
