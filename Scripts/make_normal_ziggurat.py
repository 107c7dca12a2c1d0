# This source file is part of the ser-audit open source project
# SPDX-License-Identifier: Apache-2.0
"""The three tables of NumPy's normal deviates, read from the static library that NumPy installs, as a Swift file.

    python make_normal_ziggurat.py ../Sources/SERCore/Random/NormalZiggurat.swift

They could be computed, but not to the last bit: NumPy's own were computed in an arithmetic that is not
recorded, and the last bit decides draws. Needs `ar`, `nm` and `readelf`; made with NumPy 2.4.6.
"""

import pathlib
import re
import struct
import subprocess
import sys
import tempfile

import numpy as np

library = pathlib.Path(np.__file__).parent / "random/lib/libnpyrandom.a"
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["ar", "x", str(library)], cwd=folder, check=True)
    (path,) = pathlib.Path(folder).glob("*distributions.c.o")
    data = path.read_bytes()
    sections = subprocess.run(["readelf", "-SW", path], capture_output=True, text=True, check=True).stdout
    symbols = subprocess.run(["nm", path], capture_output=True, text=True, check=True).stdout

start = int(re.search(r"\] \.rodata\s+PROGBITS\s+\w+\s+(\w+)", sections)[1], 16)


def table(name, kind):
    offset = int(re.search(rf"^(\w+) r {name}$", symbols, re.M)[1], 16)
    return struct.unpack_from(f"<256{kind}", data, start + offset)


bounds, widths, heights = table("ki_double", "Q"), table("wi_double", "d"), table("fi_double", "d")
assert max(abs(np.exp(-0.5 * (np.array(widths[1:]) * 2**52) ** 2) - heights[1:])) < 1e-15


def lines(values, each):
    return "\n".join("    " + ", ".join(values[i : i + each]) + "," for i in range(0, len(values), each))


swift = f"""// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Written by Scripts/make_normal_ziggurat.py; change that.

/// The 256 layers of equal area under exp(−x²/2) by which NumPy draws normal deviates.
///
/// - Source: NumPy {np.__version__}; G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random
///   variables" (2000).
enum NormalZiggurat {{
  /// Where the lowest layer's tail begins.
  static let tail = 3.6541528853610088
  /// The reciprocal of ``tail``, as NumPy rounds it.
  static let inverseTail = 0.27366123732975828

  /// For each layer, the 52-bit number below which a point lies under the curve for certain.
  static let bounds: [UInt64] = [
{lines([f"0x{v:013x}" for v in bounds], 6)}
  ]

  /// For each layer, its right edge over 2⁵².
  static let widths: [Double] = [
{lines([v.hex() for v in widths], 4)}
  ]

  /// For each layer, the curve's height at its right edge; for the lowest, the curve's top.
  static let heights: [Double] = [
{lines([v.hex() for v in heights], 4)}
  ]
}}
"""
pathlib.Path(sys.argv[1]).write_text(swift, encoding="utf-8")
