// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

extension Check {
  /// Counts of corpora and encoders, against what is known of them and against each other.
  static func corpora(_ facts: Facts) throws -> [Check] {
    var checks: [Check] = []
    for corpus in try facts.rows("table1") {
      let table = PublishedTable("table1", of: facts.file)
      checks += known(
        "speakers of \(corpus)", CorpusFacts.speakers[corpus],
        try table.place(row: corpus, column: "speakers"))
      checks += known(
        "utterances of \(corpus)", CorpusFacts.utterances[corpus],
        try table.place(row: corpus, column: "utterances"))
      checks += known(
        "emotions of \(corpus)", CorpusFacts.emotions[corpus], PublishedPath("protocol", "taxonomies")[corpus]
      )
      checks += known(
        "four-class utterances of \(corpus)", CorpusFacts.fourClasses[corpus]?.reduce(0, +),
        PublishedPath("protocol", "four_class_counts")[corpus])
    }
    for corpus in try facts.keys(facts.table("table4")["classes"]) {
      checks.append(
        Check(
          "classes of \(corpus) in Table 4", "all classes of the corpus",
          equal: {
            (
              try $0.number($0.table("table4")["classes"][corpus]).value,
              try $0.number(PublishedPath("protocol", "taxonomies")[corpus]).value
            )
          }))
    }
    for model in try facts.rows("table2") {
      let layers = PublishedPath("protocol", "transformer_layers")[model]
      checks.append(
        Check(
          "states of \(model)", "the input embedding and one a layer",
          equal: {
            (
              try $0.number(PublishedPath("protocol", "hidden_states")[model]).value,
              try $0.number(layers).value + 1
            )
          }))
      checks.append(
        Check(
          "layers of \(model)", "as in Table 2",
          equal: { (try $0.number(layers).value, try $0.cell("table2", model, column: "layers").value) })
      )
      if try facts.text("table2", model, column: "corpus") == "LibriSpeech" {
        checks += known(
          "hours of \(model)", 960,
          try PublishedTable("table2", of: facts.file).place(row: model, column: "pretraining hours"))
      }
    }
    return checks + subsampling
  }

  private static let subsampling: [Check] = [
    Check(
      "utterances of ESD-ZH before subsampling", "350 sentences of every speaker in every emotion",
      equal: { facts in
        let speakers = try facts.cell("table1", "ESD-ZH", column: "speakers").value
        let emotions = try facts.number(PublishedPath("protocol", "taxonomies", "ESD-ZH")).value
        return (
          try facts.number(PublishedPath("protocol", "esd_subsampling", "from")).value,
          speakers * emotions * 350
        )
      }),
    Check(
      "utterances of ESD-ZH after subsampling", "as many of every speaker in each of the four classes",
      equal: { facts in
        let speakers = try facts.cell("table1", "ESD-ZH", column: "speakers").value
        let cell = try facts.number(PublishedPath("protocol", "esd_subsampling", "per_cell")).value
        let classes = try facts.number(PublishedPath("protocol", "transfer", "classes")).value
        return (
          try facts.number(PublishedPath("protocol", "four_class_counts", "ESD-ZH")).value,
          speakers * cell * classes
        )
      }),
  ]

  private static func known(_ what: String, _ count: Int?, _ path: PublishedPath) -> [Check] {
    guard let count else { return [] }
    return [
      Check(
        what, "as the corpus' or encoder's own publication says",
        equal: { (try $0.number(path).value, Double(count)) })
    ]
  }
}
