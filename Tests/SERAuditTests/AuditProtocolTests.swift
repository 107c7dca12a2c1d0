// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERProbing
import Testing

@Suite("A protocol") struct AuditProtocolTests {
  @Test("is found by its name and by no other") func names() {
    #expect(AuditProtocol.all.map(\.name) == ["as-written", "as-released", "corrected"])
    for known in AuditProtocol.all { #expect(AuditProtocol(named: known.name) == known) }
    #expect(AuditProtocol(named: "Corrected") == nil && AuditProtocol(named: "") == nil)
  }

  @Test("trains its probes as the paper says, whichever it is") func training() {
    let trainer = Recipe.paper.trainer
    #expect(trainer.epochs == 200 && trainer.batchSize == 128 && trainer.standardizes)
    #expect(trainer.optimizer.learningRate == 1e-3 && trainer.optimizer.weightDecay == 1e-4)
    #expect(trainer.head == .linear && trainer.layers == .weightedSum)
  }

  @Test("is corrected in headline and inference") func corrected() {
    #expect(AuditProtocol.corrected.headline == .unweightedAverageRecall)
    #expect(AuditProtocol.corrected.inference == .correctedResampledT)
    #expect(AuditProtocol.asWritten.headline == .accuracy && AuditProtocol.asWritten.inference == .pairedT)
  }
}
