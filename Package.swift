// swift-tools-version: 6.2
// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// The libraries, each useful alone, with what they import: none imports one that stands below it.
let libraries: [(name: String, imports: [Target.Dependency])] = [
  ("SERCore", ["COpenBLAS", "CKernels"]),
  ("SERTensorFiles", ["SERCore", "CZlib"]),
  ("SERProbing", ["SERCore", "CKernels"]),
  ("SERStats", ["SERCore", "CKernels", "CSpecialFunctions"]),
  ("SERPlanted", ["SERCore"]),
  ("SERReport", ["SERCore"]),
  ("SERAudit", ["SERCore", "SERProbing", "SERStats", "SERReport"]),
  ("SERPaper", ["SERCore", "SERStats", "SERReport", "SERAudit"]),
]

/// The programs, one a table or figure, with the libraries that only some of them need.
let programs: [(name: String, imports: [Target.Dependency])] = [
  ("table-1-corpora", []),
  ("table-2-encoders", []),
  ("table-3-per-language", []),
  ("table-s2-rsa", ["SERPlanted"]),
  ("paper-arithmetic", ["SERPaper"]),
]

let package = Package(
  name: "ser-audit",
  platforms: [.macOS(.v15)],
  products: libraries.map { .library(name: $0.name, targets: [$0.name]) }
    + programs.map { .executable(name: $0.name, targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CKernels"),
    .target(name: "CSpecialFunctions"),
  ]
    + libraries.map { library in
      .target(
        name: library.name, dependencies: library.imports,
        resources: library.name == "SERAudit" ? [.embedInCode("Published/published.json")] : nil,
        swiftSettings: strict)
    }
    + [
      .target(name: "CFaults", path: "Sources/Examples/CFaults"),
      .target(
        name: "ExampleSupport",
        dependencies: ["SERAudit", "SERReport", "SERPlanted", "SERCore", "CFaults", argumentParser],
        path: "Sources/Examples/ExampleSupport", swiftSettings: strict),
    ]
    + programs.map { program in
      .executableTarget(
        name: program.name,
        dependencies: ["SERAudit", "SERCore", "ExampleSupport", argumentParser] + program.imports,
        path: "Sources/Examples/\(program.name)", swiftSettings: strict)
    }
    + [.target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict)]
    + libraries.map { library in
      .testTarget(
        name: "\(library.name)Tests",
        dependencies: ["TestSupport"] + libraries.map { .init(stringLiteral: $0.name) },
        swiftSettings: strict)
    }
    + [
      .testTarget(
        name: "GuideTests", dependencies: ["TestSupport"] + libraries.map { .init(stringLiteral: $0.name) },
        swiftSettings: strict),
      .testTarget(
        name: "ExampleTests",
        dependencies: ["TestSupport"] + programs.map { .init(stringLiteral: $0.name) },
        swiftSettings: strict),
    ],
  cxxLanguageStandard: .cxx17
)

// Documentation is built by a plugin that clients of the libraries need not resolve: only `make docs` asks for it.
if Context.environment["SER_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
