"""Fixtures for the .npy reader and writer; writes beside this file. Needs NumPy (made with 2.4.6).

    python3 make_npy.py

Two runs give the same bytes.
"""
import csv, hashlib, io, os, struct
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
os.makedirs("hostile", exist_ok=True)
FOUR = np.array([1, 2, 3, 4], "<f4").tobytes()


def header(text, version=(1, 0), length=None):
    """A header padded to a multiple of 64; `length` may lie."""
    size = struct.Struct("<H" if version[0] == 1 else "<I")
    text = text if isinstance(text, bytes) else text.encode("latin-1")
    text += b" " * (-(8 + size.size + len(text) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes(version) + size.pack(len(text) if length is None else length) + text


def fields(shape="(2, 2)", descr="'<f4'", order="False"):
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}"


good = header(fields()) + FOUR
hostile = {
    "valid": good,
    "valid_fortran": header(fields(order="True")) + FOUR,
    "valid_version_2": header(fields(), (2, 0)) + FOUR,
    "valid_version_3": header(fields(), (3, 0)) + FOUR,
    "valid_big_endian": header(fields(descr="'>f4'")) + np.array([1, 2, 3, 4], ">f4").tobytes(),
    "valid_empty": header(fields("(0, 3)")),
    "valid_scalar": header(fields("()")) + FOUR[:4],
    "version_9": header(fields(), (9, 0)) + FOUR,
    "object": header(fields(descr="'|O'")) + b"\x80\x02cposix\nsystem\nX\x12\0\0\0echo PWNED > PWNED\x85R.",
    "structured": header(fields("(2,)", "[('a', '<f4'), ('b', '<i4')]")) + bytes(16),
    "string": header(fields("(2,)", "'<U2'")) + bytes(16),
    "lying_shape": header(fields("(200, 200)")) + FOUR,
    "huge_shape": header(fields("(1000000000000,)")) + FOUR,
    "negative_shape": header(fields("(-2, -2)")) + FOUR,
    "shape_overflow": header(fields("(4294967296, 4294967296)")) + FOUR,
    "shape_overflow_to_4": header(fields("(9223372036854775810, 2)")) + FOUR,
    "shape_bytes_overflow": header(fields("(4611686018427387908,)")) + FOUR,
    "shape_float": header(fields("(2.0, 2)")) + FOUR,
    "shape_expression": header(fields("(1+1, 2)")) + FOUR,
    "trailing": good + bytes(8),
    "truncated_header": good[:30],
    "truncated_magic": good[:4],
    "no_length": good[:8],
    "header_length_lie": header(fields(), length=60000) + FOUR,
    "header_length_4GiB": header(fields(), (2, 0), length=2**32 - 1) + FOUR,
    "wrong_magic": good.replace(b"NUMPY", b"NUMPI"),
    "key_missing": header("{'descr': '<f4', 'shape': (2, 2), }") + FOUR,
    "key_duplicate": header(fields("(200, 2), 'shape': (2, 2)")) + FOUR,
    "not_utf8": header(fields(descr="'\xff\xfe'"), (3, 0)) + FOUR,
    "code": header(fields(descr="__import__('os').system('echo PWNED > PWNED')")) + FOUR,
    "deep": header(fields("(" * 1500 + ")" * 1500)) + FOUR,
}
for name, content in hostile.items():
    with open(f"hostile/{name}.npy", "wb") as file:
        file.write(content)

# Every kind of half precision number: zeros, subnormal, normal, the largest, infinities, NaNs with payloads.
half = np.array([0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x3555, 0x3C00, 0xBC00, 0x7BFF, 0xFBFF, 0x7C00,
                 0xFC00, 0x7E00, 0xFE01, 0x7C01], "<u2").view("<f2")
np.save("half.npy", half.reshape(2, 8))
np.save("half_as_single.npy", half.astype("<f4").reshape(2, 8))
np.save("single.npy", (np.arange(24, dtype="<f4") / np.float32(7) - 1).reshape(2, 3, 4))
np.save("double.npy", (np.arange(6, dtype="<f8") / 7 - 1).reshape(3, 2))
np.save("integers.npy", np.array([0, 1, -1, 2**63 - 1, -(2**63)], "<i8"))
np.save("scalar.npy", np.float64(0.1))
np.save("int32.npy", np.array([[0, 1, -1], [2**31 - 1, -(2**31), 7]], "<i4"))
np.save("uint8.npy", np.array([[0, 1], [127, 128], [254, 255]], "|u1"))
np.save("boolean.npy", np.array([True, False, False, True, True]))

# Every type in Fortran order: element (i, j, k) is 12 i + 4 j + k, of that the parity for truth values.
os.makedirs("fortran", exist_ok=True)
counted = np.arange(24).reshape(2, 3, 4)
for descr in ["<f2", "<f4", "<f8", "<i4", "<i8", "|u1", "|b1"]:
    values = counted % 2 == 1 if descr == "|b1" else counted.astype(descr)
    np.save(f"fortran/{descr[1:]}.npy", np.asfortranarray(values))

# The later versions of the format, as NumPy writes them when asked to; and the longs of Python 2.
for version in [2, 3]:
    with open(f"version_{version}.npy", "wb") as file:
        np.lib.format.write_array(file, np.arange(6, dtype="<i4").reshape(2, 3), version=(version, 0))
with open("python_2.npy", "wb") as file:
    file.write(header(fields("(2L, 2L)")) + FOUR)

# Headers for many ranks and sizes, among them some that end exactly on a multiple of 64 before padding.
shapes = [(), (0,), (1,), (12,), (10**18,), (1440, 25, 1024), (0, 13, 768), (2**62 // 8, 1, 1)]
shapes += [(7,) + (1,) * rank for rank in range(64)] + [(7, 10**k) for k in range(17)]
with open("headers.csv", "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["descr", "shape", "bytes", "sha256"])
    for descr in ["<f4", "<f2", "<f8", "<i8", "<i4", "|u1", "|b1"]:
        for shape in shapes if descr == "<f4" else shapes[:8]:
            text = io.BytesIO()
            np.lib.format.write_array_header_1_0(
                text, {"descr": descr, "fortran_order": False, "shape": shape})
            text = text.getvalue()
            table.writerow([descr, " ".join(map(str, shape)), len(text), hashlib.sha256(text).hexdigest()])
