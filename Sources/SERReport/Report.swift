// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What a program tells a person: sections with tables, paragraphs and lists, as one value for every format.
///
/// ```swift
/// print(report.rendered(as: .markdown))
/// ```
public struct Report: Hashable, Codable, Sendable {
  /// One thing in a section.
  public enum Block: Hashable, Codable, Sendable {
    /// A table.
    case table(ReportTable)
    /// A paragraph, without line breaks.
    case paragraph(String)
    /// A list.
    case list([Item])
  }

  /// One entry of a list.
  public struct Item: Hashable, Codable, Sendable, ExpressibleByStringLiteral {
    /// The entry.
    public var text: String
    /// What stands under it, a line each.
    public var details: [String]

    /// An entry.
    public init(_ text: String, details: [String] = []) {
      self.text = text
      self.details = details
    }

    /// An entry with nothing under it.
    public init(stringLiteral text: String) { self.init(text) }
  }

  /// A heading and what stands under it.
  public struct Section: Hashable, Codable, Sendable {
    /// The heading; empty for none.
    public var heading: String
    /// What stands under it, in order.
    public var blocks: [Block]

    /// A section.
    public init(_ heading: String, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }

  /// The title; empty for none.
  public var title: String
  /// The sections, in order.
  public var sections: [Section]

  /// A report.
  public init(title: String = "", sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// The report as text in some format, without a line break at the end.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - styled: Whether text may use a terminal's bold.
  public func rendered(as format: ReportFormat, styled: Bool = false) -> String {
    switch format {
    case .text: text(styled: styled)
    case .markdown: markdown
    case .latex: latex
    case .csv: csv
    case .html: html
    }
  }

  /// All tables, each with the heading that it stands under.
  var tables: [(heading: String, table: ReportTable)] {
    sections.flatMap { section in
      section.blocks.compactMap { if case .table(let table) = $0 { (section.heading, table) } else { nil } }
    }
  }
}

/// The formats that a report can be printed in.
public enum ReportFormat: String, CaseIterable, Hashable, Codable, Sendable {
  /// For a terminal or a log.
  case text
  /// GitHub's Markdown.
  case markdown
  /// A fragment for LaTeX with the package booktabs.
  case latex
  /// The tables alone, one line a row; where there are several, each after a line `# heading` if it has a
  /// heading, with an empty line between two. Fields are those that are printed: for numbers, read the result
  /// files.
  case csv
  /// A page that needs no other file.
  case html
}
