// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERStats
import Testing

/// No public function gives a NaN or traps on degenerate data: a number, or a typed error that says why there
/// is none.
///
/// A trap ends the process. Each batch is one argument of the first test, so that the log names it; run again
/// with `SER_TRACE_INPUTS` set, each input is named before it is used.
@Suite("Degenerate data")
struct DegenerateDataTests {
  private static let batches = 100
  private static let inputsInBatch = 1000

  @Test("give a number or an error that says why not, 100,000 times", arguments: 0..<batches)
  func examined(batch: Int) {
    let first = batch * Self.inputsInBatch
    let examination = Self.examine(first..<first + Self.inputsInBatch)
    for fault in examination.faults.prefix(5) { Issue.record("\(fault)") }
  }

  @Test("are answered by each call at times, and refused at times where a call can refuse")
  func answers() {
    let examination = Self.examine(0..<20_000)
    let calls = Set(examination.answers.keys).union(examination.refusals.keys)
    for call in calls.sorted() {
      #expect(examination.answers[call, default: 0] >= 3, "\(call) hardly ever answers")
    }
    let total =
      [
        "NormalDistribution", "StudentTDistribution", "ChiSquaredDistribution", "FisherFDistribution",
        "BetaDistribution", "BinomialDistribution", "NoncentralTDistribution", "StudentizedRangeDistribution",
      ]
      + ["RandomizationTally", "TestSelection", "adjustments"]
    for call in calls.subtracting(total).sorted() {
      #expect(examination.refusals[call, default: 0] >= 3, "\(call) hardly ever refuses")
    }
  }

  @Test("are drawn anew alike from the same number, and differ by number")
  func reproducible() {
    let draw = { (number: Int) in
      var input = DegenerateInput(number: number)
      return input.values(12).map(\.bitPattern)
    }
    #expect(draw(5) == draw(5))
    #expect(Set((0..<100).map(draw)).count > 90)
  }

  private static func examine(_ inputs: Range<Int>) -> Examination {
    let isTraced = ProcessInfo.processInfo.environment["SER_TRACE_INPUTS"] != nil
    var all = Examination()
    for number in inputs {
      if isTraced { FileHandle.standardError.write(Data("input \(number)\n".utf8)) }
      var examination = Examination()
      var input = DegenerateInput(number: number)
      DegenerateCalls.groups[number % DegenerateCalls.groups.count](&input, &examination)
      examination.mark(number)
      all.add(examination)
    }
    return all
  }
}

@Suite("The examination of an answer")
struct ExaminationTests {
  /// A test that answers whatever it is told to.
  private struct Answer: PairedTest {
    var differences: [Double] = [1]
    var plan: ResamplingPlan?
    var estimate = 1.0
    var statistic = 1.0
    var pValue = 0.5
    var pValueSource = PValueSource.enumeration(arrangements: 2)
    var smallestAttainableP = 0.5
    var caveat: String?
    var interval = -1.0...2.0

    func confidenceInterval(level: Double) -> ClosedRange<Double> { interval }
  }

  private func faults(_ change: (inout Answer) -> Void) -> [String] {
    var answer = Answer()
    change(&answer)
    var examination = Examination()
    examination.call("Answer") { $0.paired(answer, levels: [0.95]) }
    return examination.faults
  }

  @Test("finds nothing in an honest one") func honest() { #expect(faults { _ in } == []) }

  @Test(
    "finds a NaN, an infinity, a p that is none, an interval that holds too little or too much, an empty sentence"
  )
  func planted() {
    #expect(faults { $0.statistic = .nan } != [])
    #expect(faults { $0.statistic = -.infinity } != [])
    #expect(faults { $0.estimate = .infinity } != [])
    #expect(faults { $0.differences = [1, .nan] } != [])
    #expect(faults { $0.pValue = 1.5 } != [])
    #expect(faults { $0.pValue = .nan } != [])
    #expect(faults { $0.pValue = 0.4 } != [], "below the smallest attainable")
    #expect(faults { $0.smallestAttainableP = .nan } != [])
    #expect(faults { $0.caveat = " " } != [])
    #expect(faults { $0.pValueSource = .distribution("") } != [])
    #expect(faults { $0.pValueSource = .sampling(draws: 0) } != [])
    #expect(faults { $0.interval = 2...3 } != [], "without the estimate")
    #expect(faults { $0.interval = 0.5...2 } != [], "without 0, though p is 0.5")
    #expect(faults { $0.interval = -1...Double.infinity } != [])
  }

  @Test("takes an error with a sentence for an answer, and any other for a fault") func errors() {
    var examination = Examination()
    examination.call("refuses") { _ in throw StatisticsError.tooFewPairs(found: 0, needed: 1) }
    #expect(examination.faults == [])
    #expect(examination.refusals == ["refuses": 1])
    examination.call("stumbles") { _ in throw CancellationError() }
    #expect(examination.faults.count == 1)
  }
}
