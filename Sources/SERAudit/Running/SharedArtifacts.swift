// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Values by content, each made once.
package final class SharedArtifacts: Sendable {
  private final class Slot: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  private struct State: Sendable {
    var slots: [String: Slot] = [:]
    /// How many cells that are not done read a file.
    var readers: [String: Int] = [:]
    /// The values that are of no use once nobody reads a file any more.
    var keys: [String: Set<String>] = [:]
  }

  private let state: Mutex<State>

  /// Nothing yet.
  ///
  /// - Parameter files: The files that each cell reads.
  package init(files: [[String]] = []) {
    state = Mutex(State(readers: files.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }))
  }

  /// The value of a key; made where it is missing, while others who ask for it wait.
  ///
  /// - Parameters:
  ///   - key: All that decides the value.
  ///   - paths: Files without whose readers nobody needs the value, so that it is let go with the last of them.
  ///   - make: Makes it.
  package func value<Value: Sendable>(
    for key: String, of paths: [String] = [], make: () throws -> Value
  ) throws -> Value {
    let slot = state.withLock { state in
      for path in paths { state.keys[path, default: []].insert(key) }
      let slot = state.slots[key] ?? Slot()
      state.slots[key] = slot
      return slot
    }
    return try slot.value.withLock { kept in
      if let known = kept as? Value { return known }
      let made = try make()
      kept = made
      return made
    }
  }

  /// Says that a cell that reads these files is done, and lets go of what only it and others before it needed.
  package func finish(_ files: [String]) {
    // They may be large: given back outside the lock, when this goes.
    let released = state.withLock { state in
      var released: [Slot?] = []
      for path in files {
        guard let readers = state.readers[path] else { continue }
        state.readers[path] = readers - 1
        guard readers == 1 else { continue }
        for key in state.keys.removeValue(forKey: path) ?? [] {
          released.append(state.slots.removeValue(forKey: key))
        }
      }
      return released
    }
    _ = released
  }
}
