// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

extension Check {
  /// Numbers that a statement repeats from elsewhere in the file.
  ///
  /// The statement's own verdict says so as well, but one that does not reproduce anyway hides it.
  static func copies(_ facts: Facts) throws -> [Check] {
    let inlp = PublishedPath("protocol", "inlp")
    var checks =
      copy("A-threshold", nil, inlp["threshold"]) + copy("A-rank", nil, inlp["W_shape"][0])
      + copy("3.1-table1-esd", nil, facts.table("table1")["rows"]["ESD-ZH"][0])
      + copy("1-line2-e2v-matches", nil, PublishedPath("statements", "4.2-e2v-within-8")["published"])
      + copy("4.5-layer0-most", nil, PublishedPath("statements", "1-layer-most")["published"])
    for (index, model) in ["HuBERT", "WavLM", "emotion2vec_base"].enumerated() {
      checks += copy("A-iterations", index, facts.table("table8")["rows"][model][3])
    }
    for index in 0..<3 {
      checks += copy("3.4-shots", index, PublishedPath("protocol", "transfer", "K")[index + 1])
    }
    for id in ["A-to-chance", "3.5-to-chance"] where facts.file.statementIDs.contains(id) {
      checks.append(
        Check(
          "chance: \(id)", "one of the speakers that the classifier is fitted on",
          equal: {
            (
              try $0.number(PublishedPath("statements", id)["published"]).value,
              1 / (try $0.number(inlp["speakers_fit"]).value)
            )
          }))
    }
    if facts.file.statementIDs.contains("1-line2-last-both") {
      checks.append(
        Check(
          "corpora: 1-line2-last-both", "all corpora of both tables",
          equal: {
            let rows = try $0.rows("table4").count + $0.rows("table5").count
            let published = PublishedPath("statements", "1-line2-last-both")["published"]
            return (try $0.number(published).value, Double(rows))
          }))
    }
    checks.append(
      Check(
        "four classes of ESD-ZH", "Table 1 prints the subset of four classes",
        equal: {
          (
            try $0.cell("table1", "ESD-ZH", column: "utterances").value,
            try $0.number(PublishedPath("protocol", "four_class_counts", "ESD-ZH")).value
          )
        }))
    return checks

    func copy(_ id: String, _ index: Int?, _ other: PublishedPath) -> [Check] {
      guard facts.file.statementIDs.contains(id), facts.file.value(at: other) != nil else { return [] }
      let published = PublishedPath("statements", id)["published"]
      let own = index.map { published[$0] } ?? published
      return [
        Check(
          "printed twice: \(own)", "it is the number at \(other)",
          equal: { (try $0.number(own).value, try $0.number(other).value) })
      ]
    }
  }
}
