// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The report: a section a question, each a table and what it says in words.
struct Report {
  private let simulation: Simulation

  init(_ simulation: Simulation) { self.simulation = simulation }

  func text() throws -> String {
    var parts = [
      """
      # Calibration

      What the tests and intervals of SERStats do on simulated data, made by `Benchmarks/calibration --comparisons \(simulation.comparisons) --seed \(simulation.seed)`. Every figure is a share of the
      simulated comparisons with its Monte-Carlo standard error. Bold is what `PairedComparison` and the guides take by default. The worlds are described in `Benchmarks/Sources/calibration`.

      """
    ]
    for section in [overlappingSplits, folds, languages, corpora, coverage, crossed, ranks, similarity] {
      parts.append(try section())
      FileHandle.standardError.write(Data("section \(parts.count - 1) of 8 done\n".utf8))
    }
    return parts.joined(separator: "\n")
  }

  private func overlappingSplits() throws -> String {
    let sizes = [10, 20, 24, 91]
    func table(_ effect: Double, _ name: String) throws -> RateTable {
      RateTable(
        columns: sizes.map { "\($0) speakers" },
        ledgers: try sizes.map { size in
          let world = try SplitWorld(speakers: size, effect: effect)
          return simulation.run("splits, \(name), \(size)") { world.count(&$0, &$1) }
        })
    }
    let equivalence = RateTable(
      columns: sizes.map { "\($0) speakers" },
      ledgers: try sizes.map { size in
        let world = try SplitWorld(speakers: size, effect: 0.02)
        return simulation.run("equivalence, \(size)") { world.countEquivalence(&$0, &$1) }
      })
    return """
      ## Two encoders on the paper's five 60/40 splits

      Speakers differ in which encoder suits them; the splits are those of seeds 20260505 to 20260509. **No true difference**: the share of comparisons that each test rejects at 5 %.

      \(try table(0, "null").markdown(first: "test at 5 %"))
      The plain t and the stochastic order take five splits of the same speakers for five observations, McNemar takes utterances of a speaker for independent: both find differences that are not there. Five splits have 32 patterns of signs, so
      sign flips and signed ranks over splits can never reject at 5 %.

      **A true difference of 5 points**: the share found.

      \(try table(0.05, "effect").markdown(first: "power at 5 %"))
      What rejects too often without a difference has no claim to its power here. Speaker by speaker, the same utterances tell far more than five overlapping means of them.

      **A true difference of 2 points, margin 2 points**: the share wrongly called equivalent, which must not exceed 5 %.

      \(equivalence.markdown(first: "test at 5 %"))
      """
  }

  private func folds() -> String {
    let worlds = [("nothing taught", 0.0), ("as much as tested", 1.0), ("twice as much", 2.0)]
    func table(_ effect: Double, _ name: String) -> RateTable {
      RateTable(
        columns: worlds.map(\.0),
        ledgers: worlds.map { label, teaching in
          let world = FoldWorld(teaching: teaching, effect: effect)
          return simulation.run("folds, \(name), \(label)") { world.count(&$0, &$1) }
        })
    }
    return """
      ## Cross-validation over 20 speakers

      A fold's score is the mean of its test speakers' differences, plus what its training speakers taught: nothing, as much, or twice as much. **No true difference.**

      \(table(0, "null").markdown(first: "test at 5 %"))
      **A true difference of one standard deviation between speakers.**

      \(table(1, "effect").markdown(first: "power at 5 %"))
      The correction stands for a correlation of one over the folds between folds, about that of the second column. Where training speakers teach nothing that differs, folds are independent and it is too cautious; where what is
      taught matters more than who is tested, no test of folds keeps its level but 5x2cv. Which of these worlds a corpus is cannot be seen from its folds. A test speaker by speaker (first section) needs no such
      correlation.

      """
  }

  private func languages() -> String {
    let worlds = [
      ("4 languages, half from targets", 4, 0.0, 0.5), ("4, nine tenths from targets", 4, 0.0, 0.9),
      ("4, source and target alike", 4, 0.4, 0.4), ("8, source and target alike", 8, 0.4, 0.4),
    ]
    func table(_ effect: Double, _ name: String) -> RateTable {
      RateTable(
        columns: worlds.map(\.0),
        ledgers: worlds.map { label, languages, source, target in
          let world = LanguageWorld(languages: languages, source: source, target: target, effect: effect)
          return simulation.run("languages, \(name), \(label)") { world.count(&$0, &$1) }
        })
    }
    let mantel = RateTable(
      columns: ["4 languages", "5", "6"],
      ledgers: [4, 5, 6].map { languages in
        let world = LanguageWorld(languages: languages, source: 0.3, target: 0.3)
        return simulation.run("Mantel, \(languages)") { world.countMantel(&$0, &$1) }
      })
    return """
      ## Ordered pairs of languages

      Shares of the variance come from source and target languages. **No true difference.**

      \(table(0, "null").markdown(first: "test at 5 %"))
      **A true difference of one standard deviation between pairs.**

      \(table(1, "effect").markdown(first: "power at 5 %"))
      Four languages have 16 patterns of signs, of which no test without a distribution can make less than 0.125.

      Two unrelated matrices:

      \(mantel.markdown(first: "test at 5 %"))
      """
  }

  private func corpora() -> String {
    let worlds = [
      ("5 corpora, alike", 5, 0.0), ("5, different", 5, 1.0), ("5, very different", 5, 3.0),
      ("10, different", 10, 1.0), ("1 large and 4 small, different", 5, 0.5),
    ]
    func table(_ effect: Double, _ name: String) -> RateTable {
      RateTable(
        columns: worlds.map(\.0),
        ledgers: worlds.map { label, corpora, heterogeneity in
          let world = CorpusWorld(
            corpora: corpora, heterogeneity: heterogeneity, effect: effect,
            isDominated: label.hasPrefix("1 large"))
          return simulation.run("corpora, \(name), \(label)") { world.count(&$0, &$1) }
        })
    }
    return """
      ## A summary over corpora

      One difference a corpus with a standard error of 0.5 to 1.5; true differences vary by 0, 1 or 3. In the last column one corpus has a standard error of 0.1 and four have 1; true differences vary by 0.5. **No difference on average.**

      \(table(0, "null").markdown(first: "test at 5 %"))
      **An average difference of 2.**

      \(table(2, "effect").markdown(first: "power at 5 %"))
      With one large corpus the variance between corpora is often estimated as 0, and the summary is that corpus. No form holds its level there; a caveat says so wherever one corpus has more than half of the weight.

      """
  }

  private func coverage() -> String {
    let sizes = [4, 6, 10, 12, 20, 36, 100]
    func table(uneven: Bool) -> RateTable {
      RateTable(
        columns: sizes.map { "\($0)" },
        ledgers: sizes.map { size in
          let world = ClusterWorld(clusters: size, isUneven: uneven)
          var ledger = simulation.run("coverage, \(size), \(uneven)") { world.count(&$0, &$1) }
          ledger.add(
            simulation.run("bootstrap, \(size), \(uneven)", share: 0.2) { world.countBootstrap(&$0, &$1) }
          )
          return ledger
        })
    }
    let power = RateTable(
      columns: sizes.map { "\($0)" },
      ledgers: sizes.map { size in
        let world = ClusterWorld(clusters: size, isUneven: false, effect: 0.05)
        return simulation.run("cluster power, \(size)") { world.countPower(&$0, &$1) }
      })
    return """
      ## Intervals by the number of speakers

      The difference in accuracy of two encoders on utterances of so many speakers (columns); the truth is 3 points. The share of 95 % intervals that hold it. **28 utterances a speaker:**

      \(table(uneven: false).markdown(first: "interval at 95 %"))
      **7 to 112 utterances a speaker:**

      \(table(uneven: true).markdown(first: "interval at 95 %"))
      The bootstrap of whole speakers is too narrow with few speakers in all its plain forms. With fewer than six speakers the exact sign flip rejects nothing, and its interval is the whole line: it holds the truth, and says nothing.

      **Power against no difference, true difference 5 points, 28 utterances a speaker:**

      \(power.markdown(first: "test at 5 %"))
      """
  }

  private func crossed() -> String {
    let sizes = [(10, 10), (20, 10), (24, 2), (91, 12)]
    let table = RateTable(
      columns: sizes.map { "\($0.0) x \($0.1)" },
      ledgers: sizes.map { speakers, sentences in
        let world = CrossedWorld(speakers: speakers, sentences: sentences)
        return simulation.run("crossed, \(speakers), \(sentences)", share: 0.2) { world.count(&$0, &$1) }
      })
    return """
      ## Speakers and sentences, both a matter of chance

      Speakers x sentences, as in EmoDB, SUBESCO, RAVDESS and CREMA-D. The share of 95 % intervals that hold the truth for new speakers who say new sentences.

      \(table.markdown(first: "interval at 95 %"))
      Two sentences cannot say how sentences differ: the two-way interval of RAVDESS is nearly the whole line. Over speakers alone the interval is for these sentences, not for speech.

      """
  }

  private func ranks() -> String {
    let worlds = [
      ("5, no ties", 5, false), ("10, no ties", 10, false), ("10, ties", 10, true), ("30, ties", 30, true),
    ]
    let table = RateTable(
      columns: worlds.map(\.0),
      ledgers: worlds.map { label, count, isTied in
        let world = RankWorld(count: count, isTied: isTied)
        var ledger = simulation.run("ranks, \(label)") {
          world.count(&$0, &$1)
          world.countCorrectness(&$0, &$1)
        }
        ledger.add(simulation.run("orders, \(label)", share: 0.2) { world.countOrders(&$0, &$1) })
        return ledger
      })
    let designs = [(2, 4), (2, 7), (2, 8), (3, 3), (3, 4), (3, 9)]
    let few = RateTable(
      columns: designs.map { "\($0.0) systems, \($0.1) blocks" },
      ledgers: designs.map { systems, blocks in
        let world = RankWorld(count: blocks, isTied: false)
        return simulation.run("few systems, \(systems), \(blocks)", share: 0.5) {
          world.countFewSystems(systems, &$0, &$1)
        }
      })
    return """
      ## Rank, agreement, association

      Unrelated values; the share of comparisons that each test rejects at 5 %.

      \(table.markdown(first: "test at 5 %"))
      Few values have few arrangements, so exact tests stay below 5 %: with five, the smallest steps are coarse.

      Two or three systems on few blocks, which have very few:

      \(few.markdown(first: "test at 5 %"))
      F and chi-squared follow no such steps, and find what is not there. Nemenyi's comparison of two systems has the size of chi-squared.

      """
  }

  private func similarity() -> String {
    let table = RateTable(
      columns: ["anywhere", "two clusters, which by chance"],
      ledgers: [false, true].map { isClustered in
        let world = SimilarityWorld(isClustered: isClustered)
        var ledger = simulation.run("geometries, \(isClustered)") { world.count(&$0, &$1) }
        ledger.add(
          simulation.run("labels, \(isClustered)", share: 0.1) { world.countShuffling(&$0, &$1) })
        return ledger
      })
    return """
      ## Geometries of four languages

      Four emotions whose places in one language say nothing of their places in another. The share in which each test at 5 % finds an agreement (the last but one: a difference between two encoders).

      \(table.markdown(first: "test at 5 %"))
      Shuffling labels of utterances asks whether languages have structure, not whether it corresponds. Exchanging two encoders over four languages has 16 outcomes, and never rejects.

      """
  }
}
