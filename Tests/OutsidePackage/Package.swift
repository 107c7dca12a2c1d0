// swift-tools-version: 6.2
// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of somebody else that uses one room of the library; Scripts/check-outside-package builds it
// elsewhere.
let library = Context.environment["SER_AUDIT"] ?? "../.."

let package = Package(
  name: "outside",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "ser-audit", path: library)],
  targets: [
    .executableTarget(name: "outside", dependencies: [.product(name: "SERProbing", package: "ser-audit")]),
    // What is linked with zlib, so that the check can be seen to look for it.
    .executableTarget(
      name: "outside-with-archives", dependencies: [.product(name: "SERTensorFiles", package: "ser-audit")]),
  ]
)
