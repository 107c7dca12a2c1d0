// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
internal import SERReport

extension Check {
  /// What was derived from the tables: permutations that NumPy draws, and test sizes that they give.
  static func derived(_ facts: Facts) throws -> [Check] {
    let permutations = PublishedPath("derived", "permutations")
    var checks: [Check] = []
    for count in try facts.keys(permutations) {
      for seed in try facts.keys(permutations[count]) {
        let path = permutations[count][seed]
        checks.append(
          Check("permutation: \(path)", "it is numpy.random.default_rng(seed).permutation(n)") { facts in
            guard let n = Int(count), (0...100_000).contains(n), let number = UInt64(seed) else {
              return "no such permutation"
            }
            var generator = RandomStream(seed: number).root
            let drawn = generator.permutation(n)
            let printed = try facts.numbers(path).map(\.value)
            return printed == drawn.map { Double($0) } ? nil : "NumPy draws another"
          })
      }
    }
    for classes in ["four_class", "seven_class"] { checks += emoDB(classes) }
    return checks + ravdess + [
      Check("EmoDB's speakers", "one entry a speaker") { facts in
        let speakers = try facts.texts(PublishedPath("derived", "emodb_speakers")).count
        let counted = try facts.count("table1", "EmoDB", column: "speakers")
        return speakers == counted ? nil : "\(speakers) against \(counted)"
      },
      Check("EmoDB's classes", "a speaker says no more in four classes than in seven") { facts in
        let four = try facts.numbers(PublishedPath("derived", "emodb_four_class_per_speaker")).map(\.value)
        let seven = try facts.numbers(PublishedPath("derived", "emodb_seven_class_per_speaker")).map(\.value)
        return four.count == seven.count && zip(four, seven).allSatisfy { $0 <= $1 } ? nil : "one does"
      },
    ]
  }

  private static func emoDB(_ classes: String) -> [Check] {
    let perSpeaker = PublishedPath("derived", "emodb_\(classes)_per_speaker")
    return [
      Check(
        "EmoDB's utterances, \(classes)", "the speakers' utterances add up to the corpus",
        equal: { facts in
          let total =
            classes == "four_class"
            ? try facts.number(PublishedPath("protocol", "four_class_counts", "EmoDB"))
            : try facts.cell("table1", "EmoDB", column: "utterances")
          return (try facts.numbers(perSpeaker).reduce(0) { $0 + $1.value }, total.value)
        }),
      Check("EmoDB's test sizes, \(classes)", "a split tests what its test speakers say") { facts in
        let counts = try facts.numbers(perSpeaker).map(\.value)
        let seeds = try facts.numbers(PublishedPath("protocol", "seeds", "value")).map(\.value)
        let sizes = try facts.numbers(
          PublishedPath("derived", "emodb_test_sizes_\(classes)"), count: seeds.count)
        guard let plan = try facts.plan(speakers: counts.count) else { return "a side would be empty" }
        for (seed, size) in zip(seeds, sizes) {
          let order = try facts.numbers(
            PublishedPath("derived", "permutations")["\(counts.count)"][NumberText.short(seed)],
            count: counts.count
          ).map(\.value)
          let tested = order[plan.trainingUnits...].compactMap { Int(exactly: $0) }
            .filter(counts.indices.contains)
          let sum = tested.reduce(0) { $0 + counts[$1] }
          if sum != size.value { return "seed \(NumberText.short(seed)): \(NumberText.short(sum))" }
        }
        return nil
      },
    ]
  }

  private static let ravdess: [Check] = ["four_class", "eight_class"].map { classes in
    Check(
      "RAVDESS' test sizes, \(classes)", "every speaker says as much, so a split tests a share of the corpus",
      equal: { facts in
        let speakers = try facts.count("table1", "RAVDESS", column: "speakers")
        let total =
          classes == "four_class"
          ? try facts.count(PublishedPath("protocol", "four_class_counts", "RAVDESS"))
          : try facts.count("table1", "RAVDESS", column: "utterances")
        let size = try facts.number(PublishedPath("derived", "ravdess_test_sizes", classes)).value
        guard let plan = try facts.plan(speakers: speakers) else { return (size, -1) }
        return (size, Double(total * plan.testUnits) / Double(speakers))
      })
  }
}
