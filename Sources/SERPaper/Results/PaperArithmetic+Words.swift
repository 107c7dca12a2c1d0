// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERReport

extension PaperArithmetic {
  /// What the words of the report mean.
  static let words: [Report.Item] = [
    "reproduces: the published number comes out as it is printed; true but loose: it does, and the words say more",
    Report.Item(
      "within rounding: it does not, but unrounded values exist that would give it, or a digit was cut instead "
        + "of rounded so that a range still holds its numbers"),
    "does not reproduce: no unrounded values give it",
    "not checkable: no published number decides it; the reason says what is missing",
    Report.Item(
      "from counts: an accuracy is k of n utterances (GRIM), and only one k rounds to each printed accuracy, so "
        + "the numbers behind the table are known; pinned in the tables"),
    "grid: a few k round to each accuracy, and the range is over all of them",
    "box: n is not known, and the range is over all that rounds to the printed digits",
    Report.Item(
      "corrected: what a test says that knows that the splits share speakers (Nadeau and Bengio), with Holm over "
        + "the table, an exact sign flip, and two one-sided tests of equivalence within 2 points, all from the "
        + "printed accuracies"),
    Report.Item(
      "exact, rounding, loose, free: how far a number can be altered before a verdict or a rule changes: not at "
        + "all, by less than its last digit, by more, as far as was tried"),
  ]
}
