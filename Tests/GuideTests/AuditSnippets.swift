// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERCore
import SERReport
import Testing

/// The code of SERAudit's page.
@Suite("The page of SERAudit") struct AuditSnippets {
  @Test("shows what an experiment gives") func audit() async {
    await #expect(processExitsWith: .success) { try WorkingFolder.inside(AuditSnippets.auditCode) }
  }

  private static func auditCode() throws {
    // snippet Sources/SERAudit/SERAudit.docc/SERAudit.md
    OpenBLAS.setThreads(1)  // groups of cells run in parallel already
    let store = try FeatureStore(path: "Data")
    let experiment = PerLanguage(encoders: ["whisper-tiny", "whisper-tiny-random"], corpora: ["emodb"])

    let runner = ExperimentRunner(store: store, folder: "results/example", threads: 2)
    let run = try runner.run(experiment)  // a second run computes nothing
    let summary = try experiment.summarize(run.results)

    for pair in summary.pairs {
      print(pair.protocolName, pair.encoderA, pair.encoderB, pair.meanDifference, pair.pHolm ?? .nan)
    }
    // corrected whisper-tiny whisper-tiny-random 0.140630949017459 0.02149600509013884
    // as-written whisper-tiny whisper-tiny-random 0.15585123130143014 0.003961135481597518
    print(summary.report.rendered(as: .text))
    // end
    #expect(summary.pairs.map(\.meanDifference) == [0.140630949017459, 0.15585123130143014])
    #expect(summary.pairs.map(\.pHolm) == [0.02149600509013884, 0.003961135481597518])
  }
}
