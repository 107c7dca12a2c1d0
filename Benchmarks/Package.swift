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
    .executableTarget(
      name: "resampling-benchmark",
      dependencies: [
        .product(name: "SERCore", package: "ser-audit"), .product(name: "SERStats", package: "ser-audit"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "rsa-benchmark",
      dependencies: [
        .product(name: "SERCore", package: "ser-audit"), .product(name: "SERStats", package: "ser-audit"),
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
    .executableTarget(
      name: "calibration",
      dependencies: [
        .product(name: "SERCore", package: "ser-audit"), .product(name: "SERStats", package: "ser-audit"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .target(name: "CFuzz"),
    .target(
      name: "FuzzReaders",
      dependencies: [
        "CFuzz", .product(name: "SERCore", package: "ser-audit"),
        .product(name: "SERTensorFiles", package: "ser-audit"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "fuzz-readers",
      dependencies: [
        "CFuzz", "FuzzReaders", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)

// libFuzzer brings a main function of its own, and replaces malloc where it likes: only
// `Benchmarks/fuzz --libfuzzer` asks for it, and for `--sanitize fuzzer`, without which this target cannot be
// linked.
if Context.environment["SER_LIBFUZZER"] != nil {
  package.targets = [
    .target(name: "CFuzz", cSettings: [.define("SER_FUZZ_NO_METER")]),
    .target(
      name: "FuzzReaders",
      dependencies: [
        "CFuzz", .product(name: "SERCore", package: "ser-audit"),
        .product(name: "SERTensorFiles", package: "ser-audit"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "fuzz-libfuzzer", dependencies: ["FuzzReaders"],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
}
