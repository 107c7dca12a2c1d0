// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERProbing
import Testing

@Suite("The paper's numbers") struct PublishedNumbersTests {
  let paper = PublishedNumbers.paper

  @Test(
    "hold Table 3 as printed",
    arguments: [
      ("EmoDB", [0.920, 0.927, 0.887]), ("RAVDESS", [0.788, 0.779, 0.701]),
      ("CREMA-D", [0.822, 0.827, 0.776]),
      ("ESD-ZH", [0.866, 0.858, 0.756]), ("SUBESCO", [0.823, 0.833, 0.815]),
    ]) func table3(corpus: String, row: [Double])
  {
    #expect(paper.table3Row(corpus: corpus).map(\.model) == ["HuBERT", "WavLM", "emotion2vec_base"])
    #expect(paper.table3Row(corpus: corpus).map(\.accuracy) == row)
    for (encoder, accuracy) in zip(["HuBERT", "WavLM", "emotion2vec_base"], row) {
      #expect(paper.table3(corpus: corpus, encoder: encoder) == accuracy)
    }
  }

  @Test(
    "are found whatever the case and punctuation of a name",
    arguments: [
      ("emodb", "hubert"), ("EMO-DB", "HuBERT"), ("Emo_DB", "hubert-base-ls960"), ("emodb", "HUBERT"),
    ])
  func folding(corpus: String, encoder: String) {
    #expect(paper.table3(corpus: corpus, encoder: encoder) == 0.920)
  }

  @Test("are found under the names that stores use") func storeNames() {
    #expect(paper.table3(corpus: "esd_zh", encoder: "wavlm-base") == 0.858)
    #expect(paper.table3(corpus: "crema-d", encoder: "emotion2vec-base") == 0.776)
  }

  @Test(
    "are not found under the name of something else",
    arguments: [
      ("emodb", "hubert-large"), ("emodb", "whisper-tiny"), ("emodb", "wavlm-base-plus"), ("emo", "hubert"),
      ("", ""),
    ])
  func strangers(corpus: String, encoder: String) {
    #expect(paper.table3(corpus: corpus, encoder: encoder) == nil)
  }

  @Test("hold Tables 1 and 2 as printed") func tables1And2() throws {
    let emodb = try #require(paper.table1(corpus: "emodb"))
    #expect(emodb.utterances == 535 && emodb.speakers == 10 && emodb.language == "German")
    let cremaD = try #require(paper.table1(corpus: "crema_d"))
    #expect(cremaD.utterances == 7442 && cremaD.speakers == 91 && cremaD.language == "English")
    let specialist = try #require(paper.table2(encoder: "emotion2vec_base"))
    #expect(specialist.layers == 8 && specialist.hours == 262 && specialist.source == "emotion-rich speech")
    #expect(paper.table1(corpus: "nemo") == nil && paper.table2(encoder: "logmel") == nil)
  }

  @Test("hold Table S2 as printed, and five seeds that follow each other") func tableS2AndSeeds() throws {
    let row = try #require(paper.tableS2(encoder: "wavlm-base"))
    #expect(
      row.meanSimilarity == 0.457 && row.nullMean == -0.003 && row.nullDeviation == 0.183 && row.p == 0.022)
    #expect(paper.tableS2Encoders == ["HuBERT", "WavLM", "emotion2vec_base"])
    #expect(paper.tableS2(encoder: "whisper-tiny") == nil)
    #expect(paper.seeds == [20_260_505, 20_260_506, 20_260_507, 20_260_508, 20_260_509])
  }
}

@Suite("A protocol") struct AuditProtocolTests {
  @Test("is found by its name and by no other") func names() {
    #expect(AuditProtocol.all.map(\.name) == ["as-written", "as-released", "corrected"])
    for way in AuditProtocol.all { #expect(AuditProtocol(named: way.name) == way) }
    #expect(AuditProtocol(named: "Corrected") == nil && AuditProtocol(named: "") == nil)
  }

  @Test("trains as the paper says") func training() {
    for way in AuditProtocol.all {
      #expect(way.trainingFraction == 0.6)
      #expect(way.trainer.epochs == 200 && way.trainer.batchSize == 128 && way.trainer.standardizes)
      #expect(way.trainer.optimizer.learningRate == 1e-3 && way.trainer.optimizer.weightDecay == 1e-4)
    }
  }

  @Test("is corrected in headline and inference") func corrected() {
    #expect(AuditProtocol.corrected.headline == .unweightedAverageRecall)
    #expect(AuditProtocol.corrected.inference == .correctedResampledT)
    #expect(AuditProtocol.asWritten.headline == .accuracy && AuditProtocol.asWritten.inference == .pairedT)
  }
}

@Suite("A table of text") struct TextTableTests {
  @Test("aligns the first column left and the others right, and marks the best") func layout() {
    var table = TextTable(columns: ["corpus", "a", "long name"])
    table.append(["x", TextTable.Field("0.5 ± 0.1", isBest: true), "1"])
    table.append(["other", "–", TextTable.Field("22", isBest: true)])
    #expect(
      table.rendered() == """
        corpus          a   long name
        ──────────────────────────────
        x       0.5 ± 0.1*          1
        other           –          22*
        """)
    #expect(table.rendered(styled: true).contains("\u{1B}[1m0.5 ± 0.1\u{1B}[0m*"))
    #expect(!table.rendered().contains("\u{1B}"))
  }

  @Test("takes a row of another length for a programmer's error") func length() async {
    await #expect(processExitsWith: .failure) {
      var table = TextTable(columns: ["a", "b"])
      table.append(["1"])
    }
  }
}
