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

/// A room: a library that builds, and is useful, alone.
func room(_ name: String, on dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// A thin executable, one per table or figure.
func example(_ name: String, and more: [Target.Dependency] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      "SERAudit", "SERCore", "ExampleSupport",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ] + more, path: "Sources/Examples/\(name)",
    swiftSettings: strict)
}

func specification(of room: String, and more: [Target.Dependency] = []) -> Target {
  .testTarget(name: "\(room)Tests", dependencies: [.init(stringLiteral: room)] + more, swiftSettings: strict)
}

let package = Package(
  name: "ser-audit",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "SERCore", targets: ["SERCore"]),
    .library(name: "SERTensorFiles", targets: ["SERTensorFiles"]),
    .library(name: "SERProbing", targets: ["SERProbing"]),
    .library(name: "SERStats", targets: ["SERStats"]),
    .library(name: "SERAudit", targets: ["SERAudit"]),
    .library(name: "SERPaper", targets: ["SERPaper"]),
    .executable(name: "table-1-corpora", targets: ["table-1-corpora"]),
    .executable(name: "table-2-encoders", targets: ["table-2-encoders"]),
    .executable(name: "table-3-per-language", targets: ["table-3-per-language"]),
    .executable(name: "table-s2-rsa", targets: ["table-s2-rsa"]),
    .executable(name: "paper-arithmetic", targets: ["paper-arithmetic"]),
  ],
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
    room("SERCore", on: ["COpenBLAS", "CKernels"]),
    room("SERTensorFiles", on: ["SERCore", "CZlib"]),
    room("SERProbing", on: ["SERCore", "CKernels"]),
    room("SERStats", on: ["SERCore", "CKernels", "CSpecialFunctions"]),
    room(
      "SERAudit", on: ["SERCore", "SERProbing", "SERStats"],
      resources: [.embedInCode("Published/published.json")]),
    room("SERPaper", on: ["SERCore", "SERStats", "SERAudit"]),
    .target(name: "CFaults", path: "Sources/Examples/CFaults"),
    .target(
      name: "ExampleSupport",
      dependencies: [
        "SERAudit", "SERCore", "CFaults", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Examples/ExampleSupport", swiftSettings: strict),
    example("table-1-corpora"),
    example("table-2-encoders"),
    example("table-3-per-language"),
    example("table-s2-rsa"),
    example("paper-arithmetic", and: ["SERPaper"]),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    specification(of: "SERCore", and: ["TestSupport"]),
    specification(of: "SERTensorFiles", and: ["SERCore", "TestSupport"]),
    specification(of: "SERProbing", and: ["SERCore", "TestSupport"]),
    specification(of: "SERStats", and: ["SERCore", "TestSupport"]),
    specification(of: "SERAudit", and: ["SERCore", "SERProbing", "SERStats", "TestSupport"]),
    specification(of: "SERPaper", and: ["SERAudit", "SERCore", "SERStats", "TestSupport"]),
    .testTarget(name: "GuideTests", dependencies: ["SERCore", "SERStats"], swiftSettings: strict),
    .testTarget(
      name: "ExampleTests",
      dependencies: [
        "TestSupport", "table-1-corpora", "table-2-encoders", "table-3-per-language", "table-s2-rsa",
        "paper-arithmetic",
      ],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)

// Documentation is built by a plugin that clients of the rooms need not resolve: only `make docs` asks for it.
if Context.environment["SER_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
