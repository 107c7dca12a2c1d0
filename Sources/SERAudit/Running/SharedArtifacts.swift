// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Values by content, each made once.
package final class SharedArtifacts: Sendable {
  private final class Slot: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  /// Values of different types never meet, whatever they are called.
  private struct Key: Hashable {
    var name: String
    var type: ObjectIdentifier
  }

  private struct State: Sendable {
    var slots: [Key: Slot] = [:]
    /// How many cells that are not done read an input.
    var readers: [CellInput: Int] = [:]
    /// The values that are of no use once nobody reads an input any more.
    var keys: [CellInput: Set<Key>] = [:]
  }

  private let state: Mutex<State>

  /// Nothing yet.
  ///
  /// - Parameter inputs: What each cell reads.
  package init(inputs: [[CellInput]] = []) {
    state = Mutex(State(readers: inputs.joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }))
  }

  /// The value of a key; made where it is missing, while others who ask for it wait.
  ///
  /// - Parameters:
  ///   - name: All that decides the value.
  ///   - inputs: Inputs without whose readers nobody needs the value, so that it is let go with the last of
  ///     them.
  ///   - make: Makes it.
  package func value<Value: Sendable>(
    for name: String, of inputs: [CellInput] = [], make: () throws -> Value
  ) throws -> Value {
    let key = Key(name: name, type: ObjectIdentifier(Value.self))
    let slot = state.withLock { state in
      for input in inputs { state.keys[input, default: []].insert(key) }
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

  /// Says that a cell that reads these inputs is done, and lets go of what only it and others before it
  /// needed.
  package func finish(_ inputs: [CellInput]) {
    // They may be large: given back outside the lock, when this goes.
    let released = state.withLock { state in
      var released: [Slot?] = []
      for input in inputs {
        guard let readers = state.readers[input] else { continue }
        state.readers[input] = readers - 1
        guard readers == 1 else { continue }
        for key in state.keys.removeValue(forKey: input) ?? [] {
          released.append(state.slots.removeValue(forKey: key))
        }
      }
      return released
    }
    _ = released
  }
}
