// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import Testing

@Suite("The paper's design") struct PublishedNumbersTests {
  @Test("has five seeds that follow each other") func seeds() {
    #expect(PublishedNumbers.seeds == [20_260_505, 20_260_506, 20_260_507, 20_260_508, 20_260_509])
  }
}

@Suite("A table of the paper") struct PublishedTableTests {
  @Test(
    "gives a cell by the names of its row and column",
    arguments: [
      ("table1", "ESD-ZH", "utterances", 4000), ("table2", "emotion2vec_base", "pretraining hours", 262),
      ("table3", "CREMA-D", "WavLM", 0.827), ("table4", "RAVDESS", "emotion2vec_base", 0.572),
      ("table6", "emotion2vec_plus_base", "sd", 0.006), ("table7", "HuBERT", "50", 0.728),
      ("table8", "WavLM", "iters", 12), ("tableS1", "WavLM", "RAVDESS", -0.032),
      ("tableS2", "HuBERT", "null_sd", 0.185),
    ]) func cells(table: String, row: String, column: String, value: Double)
  {
    #expect(PublishedTable(table).number(row: row, column: column) == value)
  }

  @Test("gives a cell of one of several groups of columns") func groups() {
    #expect(PublishedTable("table5").number(row: "RAVDESS", group: "mean", column: "WavLM") == 0.881)
    #expect(PublishedTable("table5").number(row: "RAVDESS", group: "sd", column: "WavLM") == 0.026)
    #expect(PublishedTable("tableS3").number(row: "EmoDB", group: "HuBERT", column: "20260509") == 0.897)
    #expect(PublishedTable("table5").number(row: "RAVDESS", column: "WavLM") == nil)
    #expect(PublishedTable("table3").number(row: "EmoDB", group: "mean", column: "WavLM") == nil)
  }

  @Test("has what stands beside its rows for a column") func beside() {
    #expect(PublishedTable("table4").number(row: "RAVDESS", column: "gap_points") == -12.8)
    #expect(PublishedTable("table5").number(row: "SUBESCO", column: "published_emotion2vec") == 0.909)
    #expect(PublishedTable("table7").number(row: "WavLM", column: "gain") == 0.259)
    #expect(PublishedTable("table3").text(row: "EmoDB", column: "bold") == "WavLM")
  }

  @Test("is read by the names that stores use") func aliases() {
    let table = PublishedTable("table4")
    #expect(table.number(row: "emodb", column: "hubert-base-ls960") == 0.901)
    #expect(table.number(row: "ravdess", column: "wavlm-base") == 0.696)
    #expect(PublishedTable("table8").number(row: "emotion2vec-base", column: "lang") == 1)
  }

  @Test("gives nothing for what the paper lacks") func strangers() {
    let table = PublishedTable("table4")
    for (row, column) in [
      ("CREMA-D", "HuBERT"), ("EmoDB", "hubert-large"), ("EmoDB", ""), ("", "HuBERT"), ("EmoDB", "title"),
      ("EmoDB", "rows"),
    ] { #expect(table.number(row: row, column: column) == nil, "\(row), \(column)") }
    #expect(PublishedTable("table1").number(row: "EmoDB", column: "language") == nil)
    #expect(PublishedTable("table1").text(row: "EmoDB", column: "speakers") == nil)
  }

  @Test("names its rows and columns") func names() {
    #expect(PublishedTable("table4").rows == ["EmoDB", "RAVDESS", "SUBESCO"])
    #expect(PublishedTable("table4").columns == ["HuBERT", "WavLM", "emotion2vec_base"])
    #expect(PublishedTable("table6").columns == ["mean", "sd"])
    #expect(PublishedTable("table7").columns == ["0", "10", "50", "100"])
    #expect(PublishedTable("tableS4").columns == (5...9).map { "2026050\($0)" })
  }

  @Test("gives every number of the rows that the file has", arguments: 1...8) func whole(table: Int) {
    let file = PublishedFile.paper
    let prefix = "tables.table\(table).rows."
    let paths = file.numberPaths.filter { $0.description.hasPrefix(prefix) }
    let own = PublishedTable("table\(table)")
    let groups: [String?] = table == 5 ? ["mean", "sd"] : [nil]
    let numbers = own.rows.flatMap { row in
      groups.flatMap { group in own.columns.compactMap { own.number(row: row, group: group, column: $0) } }
    }
    #expect(!paths.isEmpty)
    #expect(numbers.sorted() == paths.compactMap { file.number(at: $0) }.sorted())
  }

  @Test("that the paper does not have is a programmer's error") func unknown() async {
    await #expect(processExitsWith: .failure) { _ = PublishedTable("table9") }
  }
}
