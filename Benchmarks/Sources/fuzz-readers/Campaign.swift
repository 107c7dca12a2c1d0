// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import CFuzz
import Foundation
import FuzzReaders

/// All cases of one reader, in child processes by blocks: what ends a child is one failure, and the rest goes
/// on.
struct Campaign {
  let reader: Reader
  let maker: CaseMaker
  let seed: UInt64
  let jobs: Int
  let scratch: String

  /// The most bytes that a case may have allocated at once.
  static let mostBytes: UInt64 = 64 << 20
  private static let blockLength: UInt64 = 2000
  private static let noRoom: Int32 = 3

  func run(_ cases: Range<UInt64>) throws -> Tally {
    guard let slots = fuzz_slots(Int32(jobs)) else { throw Trouble("no memory for \(jobs) jobs") }
    var tally = Tally()
    var next = cases.lowerBound
    var waiting: [Range<UInt64>] = []
    var idle = Array(0..<jobs)
    var busy: [Int32: (job: Int, block: Range<UInt64>)] = [:]
    while true {
      while let job = idle.last {
        let block: Range<UInt64>
        if let rest = waiting.popLast() {
          block = rest
        } else if next < cases.upperBound {
          block = next..<min(next + Self.blockLength, cases.upperBound)
          next = block.upperBound
        } else {
          break
        }
        idle.removeLast()
        let slot = fuzz_slot_at(slots, Int32(job))!
        fuzz_slot_reset(slot, block.lowerBound)
        busy[start(block, slot)] = (job, block)
      }
      if busy.isEmpty { return tally }
      var outcome: Int32 = 0
      let child = fuzz_wait(&outcome)
      guard let (job, block) = busy.removeValue(forKey: child) else { continue }
      idle.append(job)
      let slot = fuzz_slot_at(slots, Int32(job))!
      tally.add(slot.pointee)
      for index in 0..<slot.pointee.failures {
        tally.failures.append(
          Failure(number: fuzz_noted_case(slot, index), reason: String(cString: fuzz_noted_text(slot, index)))
        )
      }
      var rest = slot.pointee.next
      if outcome != 0, outcome != Self.noRoom {
        tally.failures.append(Failure(number: rest, reason: Self.end(outcome)))
        rest += 1
      }
      if rest < block.upperBound { waiting.append(rest..<block.upperBound) }
    }
  }

  /// Starts a child that does a block.
  private func start(_ block: Range<UInt64>, _ slot: UnsafeMutablePointer<fuzz_slot>) -> Int32 {
    let child = fuzz_fork()
    guard child == 0 else {
      precondition(child > 0, "no child process")
      return child
    }
    do {
      let room = try perform(block, slot)
      fuzz_exit(room ? 0 : Self.noRoom)
    } catch {
      FileHandle.standardError.write(Data("fuzz-readers: \(error)\n".utf8))
      fuzz_exit(4)
    }
    fatalError("unreachable")
  }

  /// Does a block in this process; false if it ended early because no further failure could be noted.
  private func perform(_ block: Range<UInt64>, _ slot: UnsafeMutablePointer<fuzz_slot>) throws -> Bool {
    let folder = "\(scratch)/\(block.lowerBound)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = try CaseFile(folder: folder)
    let read = try reader.prepare(file.path, folder)
    for number in block {
      let bytes = maker.bytes(seed: seed, number: number)
      try file.put(bytes)
      var reason: String?
      fuzz_begin(slot, number)
      var outcome = FUZZ_ACCEPTED
      do {
        try read(number % 2 == 0)
      } catch  where reader.isOwn(error) {
        outcome = FUZZ_REFUSED
      } catch {
        outcome = FUZZ_FAILED
        reason = "\(type(of: error)) is none of the reader's own errors: \(error)"
      }
      let peak = fuzz_end(slot, outcome)
      if reason == nil, peak > Self.mostBytes {
        reason = "\(peak >> 20) MiB allocated at once for a file of \(bytes.count) bytes"
      }
      if let reason, fuzz_note(slot, number, reason) == 0 { return false }
    }
    return true
  }

  private static func end(_ outcome: Int32) -> String {
    switch outcome - 256 {
    case SIGPROF: "took more than a second of processor time"
    case SIGALRM: "took more than 30 seconds"
    case SIGILL, SIGTRAP: "trapped"
    case SIGSEGV, SIGBUS: "touched memory that is not its own, or overflowed the stack"
    case SIGABRT: "aborted"
    case let signal where signal > 0: "ended by signal \(signal)"
    default: "the process ended with status \(outcome)"
    }
  }
}
