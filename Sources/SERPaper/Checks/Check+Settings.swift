// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

extension Check {
  private static func setting(_ names: [String], _ facts: Facts) throws -> Double {
    try facts.number(PublishedPath([.key("protocol")] + names.map { .key($0) })).value
  }

  /// A setting that equals something computed from others.
  private static func rule(
    _ names: [String], _ rule: String, _ expected: @escaping @Sendable (Facts) throws -> Double
  ) -> Check {
    Check(
      "setting: protocol.\(names.joined(separator: "."))", rule,
      equal: { (try setting(names, $0), try expected($0)) })
  }

  private static func pairs(_ n: Double) -> Double { n * (n - 1) / 2 }

  /// Settings of the protocol that follow from each other.
  static let settings: [Check] = [
    rule(["n_seeds", "value"], "as many as there are seeds") {
      Double(try $0.numbers(PublishedPath("protocol", "seeds", "value")).count)
    },
    Check("seeds follow each other", "20260505 through 20260509") { facts in
      let seeds = try facts.numbers(PublishedPath("protocol", "seeds", "value")).map(\.value)
      let text = Numerals(in: try facts.text(PublishedPath("protocol", "seeds", "text"))).all.map(\.value)
      let follow = zip(seeds, seeds.dropFirst()).allSatisfy { $1 == $0 + 1 }
      return follow && text.first == seeds.first && text.last == seeds.last ? nil : "they do not"
    },
    rule(["split_test_fraction", "value"], "what is not trained on is tested") {
      1 - (try setting(["split_train_fraction", "value"], $0))
    },
    rule(["random_cv", "test"], "one fold of all is tested") {
      1 / (try setting(["random_cv", "folds"], $0))
    },
    rule(["random_cv", "train"], "what is neither tested nor held for validation is trained on") {
      1 - (try setting(["random_cv", "test"], $0)) - (try setting(["random_cv", "val"], $0))
    },
    rule(["hidden_dim", "value"], "the dimension of Table 2") {
      try $0.number($0.table("table2")["hidden"]).value
    },
    rule(["transfer", "ordered_pairs"], "n (n - 1) pairs of n languages") {
      let n = try setting(["transfer", "languages"], $0)
      return n * (n - 1)
    },
    rule(["transfer", "languages"], "as many as are listed") { facts in
      Double(try facts.keys(PublishedPath("protocol", "languages")).count { $0.count == 2 })
    },
    rule(["transfer", "classes"], "the classes that all corpora have") {
      Double(try $0.texts(PublishedPath("protocol", "taxonomies", "common")).count)
    },
    rule(["transfer", "source_train_fraction"], "as in the other splits") {
      try setting(["split_train_fraction", "value"], $0)
    },
    rule(["inlp", "speakers_total"], "Table 1 adds up to it") { Double(try $0.speakers()) },
    rule(["inlp", "speakers_held_out"], "what is not fitted on is held out") {
      (try setting(["inlp", "speakers_total"], $0)) - (try setting(["inlp", "speakers_fit"], $0))
    },
    rule(["inlp", "chance_emotion"], "one of the classes") {
      1 / (try setting(["transfer", "classes"], $0))
    },
    Check(
      "shape of W: classes", "one row a speaker",
      equal: {
        (
          try $0.number(PublishedPath("protocol", "inlp", "W_shape")[0]).value,
          try setting(["inlp", "speakers_fit"], $0)
        )
      }),
    Check(
      "shape of W: features", "one column a feature",
      equal: {
        (
          try $0.number(PublishedPath("protocol", "inlp", "W_shape")[1]).value,
          try setting(["hidden_dim", "value"], $0)
        )
      }),
    rule(["rsa", "entries"], "n (n - 1)/2 distances of n emotions") {
      pairs(try setting(["transfer", "classes"], $0))
    },
    rule(["rsa", "language_pairs"], "n (n - 1)/2 pairs of n languages") {
      pairs(try setting(["transfer", "languages"], $0))
    },
    rule(["rsa", "centroids"], "one a language and emotion") {
      (try setting(["transfer", "languages"], $0)) * (try setting(["transfer", "classes"], $0))
    },
    rule(["rsa", "global_probe_train_fraction"], "the same probe as for the removal") {
      try setting(["inlp", "global_probe_train_fraction"], $0)
    },
    Check(
      "chance in Figure 1", "one of the classes",
      equal: {
        (
          try $0.number(PublishedPath("figures", "figure1", "chance")).value,
          1 / (try setting(["transfer", "classes"], $0))
        )
      }),
    Check("numbers of examples", "the protocol, Table 7 and Figure 1 have the same") { facts in
      let table = try facts.numbers(facts.table("table7")["K"]).map(\.value)
      let others = [PublishedPath("protocol", "transfer", "K"), PublishedPath("figures", "figure1", "K")]
      return try others.allSatisfy { try facts.numbers($0).map(\.value) == table } ? nil : "they differ"
    },
    Check(
      "longest budget of the sweep", "the protocol's epochs",
      equal: {
        (
          try $0.number(PublishedPath("protocol", "sweep", "epochs_range")[1]).value,
          try setting(["epochs", "value"], $0)
        )
      }),
    Check(
      "first rate of the sweep", "the protocol's learning rate",
      equal: {
        (
          try $0.number(PublishedPath("protocol", "sweep", "learning_rates")[0]).value,
          try setting(["learning_rate", "value"], $0)
        )
      }),
    Check("caption of Table 7", "its ends are in order") { facts in
      guard facts.file.statementIDs.contains("T7-trial-sd") else { return nil }
      let caption = try facts.numbers(facts.table("table7")["caption_trial_sd_percent"]).map(\.value)
      return caption.count == 2 && caption[0] <= caption[1] ? nil : "its ends are in the wrong order"
    },
    Check("layers where weights peak", "each is a layer that the model has") { facts in
      let path = PublishedPath("figures", "figureS1", "argmax_layers")
      for model in try facts.keys(path) {
        let states = try facts.count(PublishedPath("protocol", "hidden_states")[model])
        let layers = try facts.numbers(path[model]).map(\.value)
        guard layers.allSatisfy({ $0 >= 0 && $0 < Double(states) }) else { return model }
      }
      return nil
    },
  ]
}
