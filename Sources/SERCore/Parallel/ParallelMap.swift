// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Synchronization

/// The results of `body` on every item, in the order of the items, computed on up to `threads` threads.
///
/// The result does not depend on the number of threads as long as `body` depends on its item alone. Items are
/// handed out in order, one at a time, so a long one at the front does not hold up the rest. If calls throw,
/// no further item is started and the error of the earliest failed item is thrown.
///
/// - Precondition: `threads` is positive.
public func parallelMap<Item: Sendable, Result: Sendable>(
  _ items: [Item], threads: Int, _ body: @Sendable (Item) throws -> Result
) throws -> [Result] {
  precondition(threads > 0, "parallelMap: \(threads) threads; at least one is needed")
  guard threads > 1, items.count > 1 else { return try items.map(body) }

  let progress = Mutex(Handout<Result>(count: items.count))
  DispatchQueue.concurrentPerform(iterations: min(threads, items.count)) { _ in
    while let index = progress.withLock({ $0.takeNext() }) {
      do {
        let result = try body(items[index])
        progress.withLock { $0.results[index] = result }
      } catch {
        progress.withLock { $0.fail(at: index, error) }
      }
    }
  }
  return try progress.withLock { try $0.finish() }
}

/// What the threads of one `parallelMap` share.
private struct Handout<Result: Sendable>: Sendable {
  var results: [Result?]
  private var next = 0
  private var failure: (index: Int, error: any Error)?

  init(count: Int) { results = Array(repeating: nil, count: count) }

  mutating func takeNext() -> Int? {
    guard failure == nil, next < results.count else { return nil }
    defer { next += 1 }
    return next
  }

  mutating func fail(at index: Int, _ error: any Error) {
    if let earlier = failure, earlier.index < index { return }
    failure = (index, error)
  }

  func finish() throws -> [Result] {
    if let failure { throw failure.error }
    return results.map { $0! }
  }
}
