// swift-tools-version: 6.2
// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own, so that clients of the library never resolve what only benchmarks need.
let package = Package(
  name: "ser-audit-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "ser-audit", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "probe-benchmark",
      dependencies: [
        .product(name: "SERCore", package: "ser-audit"), .product(name: "SERProbing", package: "ser-audit"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .target(name: "CBounds"),
    .executableTarget(
      name: "bound",
      dependencies: [
        "CBounds", .product(name: "SERCore", package: "ser-audit"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
