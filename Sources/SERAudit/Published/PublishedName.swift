// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Which names of a feature store mean an encoder or corpus of the paper.
public enum PublishedName {
  /// Whether a name means the same as a published one.
  ///
  /// Names match if their letters and digits do, whatever the case: `ESD-ZH` is `esd_zh`. For an encoder the
  /// name of the checkpoint that the paper used counts as well. A name without letters and digits matches
  /// nothing.
  public static func matches(_ published: String, _ name: String) -> Bool {
    let (known, own) = (folded(published), folded(name))
    return !own.isEmpty && (known == own || checkpoints[known] == own)
  }

  /// The checkpoints of encoders whose published name is not that of the checkpoint; both folded.
  private static let checkpoints = ["hubert": "hubertbasels960", "wavlm": "wavlmbase"]

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
