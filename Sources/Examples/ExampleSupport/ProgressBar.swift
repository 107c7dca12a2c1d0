// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SERAudit
internal import Synchronization

/// Progress on standard error: a bar on a terminal, a line for every tenth of the way where it is piped.
public final class ProgressBar: Sendable {
  private struct State: Sendable {
    var lastDrawn: ContinuousClock.Instant?
    var lastTenth = 0
    var isLineOpen = false
  }

  private let title: String
  private let isLive: Bool
  private let state = Mutex(State())

  /// A bar that has not been drawn yet.
  public init(title: String) {
    self.title = title
    isLive = Terminal.liveProgress
  }

  /// Draws where the run is, at most ten times a second.
  public func update(_ progress: RunProgress) {
    state.withLock { state in
      if isLive { drawBar(progress, &state) } else { writeTenths(progress, &state) }
    }
  }

  /// Clears the bar, so that what follows starts on a line of its own.
  public func finish() {
    state.withLock { state in
      if state.isLineOpen { Terminal.draw("\r\u{1B}[K") }
      state.isLineOpen = false
    }
  }

  private func drawBar(_ progress: RunProgress, _ state: inout State) {
    let now = ContinuousClock.now
    if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
    state.lastDrawn = now
    state.isLineOpen = true
    let filled = Int(progress.fraction * 30)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    Terminal.draw("\r\u{1B}[K\(title) \(bar) \(words(progress))")
  }

  private func writeTenths(_ progress: RunProgress, _ state: inout State) {
    let tenth = Int(progress.fraction * 10)
    guard tenth > state.lastTenth else { return }
    state.lastTenth = tenth
    Terminal.note("\(title) \(words(progress))")
  }

  private func words(_ progress: RunProgress) -> String {
    let left = progress.remainingSeconds.map { ", \(Self.duration($0)) left" } ?? ""
    return "\(Int(progress.fraction * 100)) % (\(progress.cellsDone)/\(progress.cells))\(left)"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
