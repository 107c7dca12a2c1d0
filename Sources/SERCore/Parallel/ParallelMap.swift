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
public func parallelMap<Item: Sendable, Result: Sendable, Failure: Error>(
  _ items: [Item], threads: Int, _ body: @Sendable (Item) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  precondition(threads > 0, "parallelMap: \(threads) threads; at least one is needed")
  guard threads > 1, items.count > 1 else { return try items.map(body) }

  let progress = Mutex(Handout<Result, Failure>(count: items.count))
  DispatchQueue.concurrentPerform(iterations: min(threads, items.count)) { _ in
    while let index = progress.withLock({ $0.takeNext() }) {
      do throws(Failure) {
        let result = try body(items[index])
        progress.withLock { $0.results[index] = result }
      } catch {
        progress.withLock { $0.fail(at: index, error) }
      }
    }
  }
  let handout = progress.withLock { $0 }
  return try handout.finish()
}

/// What the threads of one `parallelMap` share.
private struct Handout<Result: Sendable, Failure: Error>: Sendable {
  var results: [Result?]
  private var next = 0
  private var failure: (index: Int, error: Failure)?

  init(count: Int) { results = Array(repeating: nil, count: count) }

  mutating func takeNext() -> Int? {
    guard failure == nil, next < results.count else { return nil }
    defer { next += 1 }
    return next
  }

  mutating func fail(at index: Int, _ error: Failure) {
    if let earlier = failure, earlier.index < index { return }
    failure = (index, error)
  }

  func finish() throws(Failure) -> [Result] {
    if let failure { throw failure.error }
    return results.map { $0! }
  }
}
