# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0

# The two commands: `make audit` shows Table 3 on real speech, `make test` checks the whole library. Both install
# the native packages that are missing, or say which ones to install.

.DEFAULT_GOAL := help
.PHONY: help audit test lint format docs native toolchain clean

help:
	@echo "make audit    build, and run the experiment of Table 3 on Data/"
	@echo "make test     build, and run all tests"
	@echo "make lint     check the format of all sources"
	@echo "make format   put all sources into that format"
	@echo "make docs     build the documentation of every library; dead links are errors"
	@echo "make clean    remove what was built"

audit: native
	@swift build -c release --product table-3-per-language
	@"$$(swift build -c release --show-bin-path)/table-3-per-language"

test: native
	@swift build -c release --build-tests
	@swift test -c release --skip-build

lint: toolchain
	@swift format lint --strict --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format: toolchain
	@swift format --in-place --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

docs: native
	@sh Scripts/build-docs

native: toolchain
	@sh Scripts/native-packages

toolchain:
	@command -v swift >/dev/null 2>&1 || { \
	  echo "ser-audit needs Swift 6.2 or later: install it from https://www.swift.org/install" >&2; exit 1; }

clean:
	@rm -rf .build .build-docs Benchmarks/.build
