"""Fixtures for the .npz reader and writer; writes beside this file. Needs NumPy and PyTorch (made with 2.4.6, 2.13.0).

    python3 make_npz.py

Two runs give the same bytes. `hostile/` is made by the packing code below, one lie a file; `valid` shows that the same
code without a lie makes a good archive.
"""
import io, os, struct, warnings, zipfile, zlib
import numpy as np
import torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
os.makedirs("hostile", exist_ok=True)

# What NumPy writes: every type, both orders, a scalar, no elements, a name beyond ASCII.
counted = np.arange(24).reshape(2, 3, 4)
arrays = {d[1:]: counted.astype(d) for d in ["<f2", "<f4", "<f8", "<i4", "<i8", "|u1"]}
arrays["b1"] = counted % 2 == 1
arrays["fortran"] = np.asfortranarray(counted.astype("<f4"))
arrays["scalar"] = np.float64(0.1)
arrays["empty"] = np.zeros((0, 5), "<f4")
arrays["Gefühl/ä"] = np.array([1.5, -2], "<f4")
np.savez("savez.npz", **arrays)
np.savez_compressed("savez_compressed.npz", **arrays)
np.savez("no_arrays.npz")
# What our writer is to give byte for byte: C order alone, as it writes no other.
np.savez("c_order.npz", **{name: array for name, array in arrays.items() if name != "fortran"})
# 8 MB of zeros: 1029 to 1, close to the highest ratio that deflate has.
np.savez_compressed("zeros.npz", x=np.zeros(1 << 20))


class Pipe(io.RawIOBase):
    """Cannot seek, so that sizes follow after the data."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def writable(self):
        return True

    def write(self, bytes):
        return self.file.write(bytes)

    def close(self):
        self.file.close()


pipe = Pipe("streamed.npz")
np.savez_compressed(pipe, x=counted.astype("<f4"), y=np.arange(3, dtype="<i8"))
pipe.close()

# The checkpoints of another library are zip archives, too: stored, aligned by padding, sizes after the data.
torch.save({"weight": torch.arange(6, dtype=torch.float32).reshape(2, 3)}, "checkpoint.zip")
with zipfile.ZipFile("checkpoint.zip") as archive:
    assert all(entry.flag_bits & 8 for entry in archive.infolist())


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


X, Y = npy(np.arange(4, dtype="<f4")), npy(np.arange(3, dtype="<i8"))


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def member(name, data, method=0, **lies):
    """A member's fields; a lie with the prefix `local_` stands in its own header only, `central_` in the directory's."""
    name = name if isinstance(name, bytes) else name.encode()
    stored = lies.pop("stored", data if method == 0 else deflate(data))
    fields = dict(flags=0, method=method, crc=zlib.crc32(data), compressed=len(stored), count=len(data), name=name,
                  extra=b"", comment=b"", disk=0, stored=stored)
    return fields, lies


def place(members, **lies):
    """The archive; `lies` are about its end."""
    body, directory, offset = b"", b"", None
    for fields, told in members:
        local = fields | {key: value for key, value in told.items() if key in fields}
        local |= {key[6:]: value for key, value in told.items() if key.startswith("local_")}
        offset = len(body)
        body += struct.pack("<IHHHIIIIHH", 0x04034B50, 45, local["flags"], local["method"], 0x210000, local["crc"],
                            local["compressed"], local["count"], len(local["name"]), len(local["extra"]))
        body += local["name"] + local["extra"] + fields["stored"]
        central = fields | {key: value for key, value in told.items() if key in fields}
        central |= {key[8:]: value for key, value in told.items() if key.startswith("central_")}
        directory += struct.pack("<IHHHHIIIIHHHHHII", 0x02014B50, 45, 45, central["flags"], central["method"], 0x210000,
                                 central["crc"], central["compressed"], central["count"], len(central["name"]),
                                 len(central["extra"]), len(central["comment"]), central["disk"], 0, 0,
                                 central.get("offset", offset))
        directory += central["name"] + central["extra"] + central["comment"]
    end = dict(disk=0, directory_disk=0, here=len(members), count=len(members), size=len(directory), offset=len(body),
               comment=b"", gap=b"", long=b"", tail=b"") | lies
    if end["long"] is True:
        position = len(body) + len(directory)
        long = dict(signature=0x06064B50, size=44, count=len(members), length=len(directory), offset=len(body),
                    position=position, disks=1) | lies.get("long_lies", {})
        end["long"] = struct.pack("<IQHHIIQQQQ", long["signature"], long["size"], 45, 45, 0, 0, long["count"], long["count"],
                                  long["length"], long["offset"])
        end["long"] += struct.pack("<IIQI", 0x07064B50, 0, long["position"], long["disks"])
    return body + directory + end["gap"] + end["long"] + struct.pack(
        "<IHHHHIIH", 0x06054B50, end["disk"], end["directory_disk"], end["here"], end["count"], end["size"],
        end["offset"], len(end["comment"])) + end["comment"] + end["tail"]


def archive(*members, **lies):
    return place(members or [member("x.npy", X), member("y.npy", Y, 8)], **lies)


def overlapping():
    """The second member is whole within the first one's data."""
    inner = archive(member("y.npy", Y))
    inner = inner[:inner.index(b"PK\1\2")]
    data = X + inner
    outer = member("x.npy", data)
    body = archive(outer)
    body = body[:body.index(b"PK\1\2")]
    start = body.index(inner)
    directory = b""
    for name, content, offset in [(b"x.npy", data, 0), (b"y.npy", Y, start)]:
        directory += struct.pack("<IHHHHIIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0x210000, zlib.crc32(content), len(content),
                                 len(content), len(name), 0, 0, 0, 0, 0, offset) + name
    return body + directory + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2, 2, len(directory), len(body), 0)


def python(method):
    """What Python makes of a method that we do not read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        made.writestr(zipfile.ZipInfo("x.npy"), X, method)
    return file.getvalue()


huge = npy(np.zeros(0, "<f4")).replace(b"(0,), }" + b" " * 12, b"(1000000000000,), }")
long = lambda *values: struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)
good = archive()
cut = deflate(X)
hostile = {
    "valid": good,
    "valid_comment": archive(comment=b"a comment with PK\5\6 in it"),
    "valid_zip64": archive(long=True),
    "valid_zip64_saturated": archive(
        member("x.npy", X, central_compressed=2**32 - 1, central_count=2**32 - 1, central_offset=2**32 - 1,
               central_extra=long(len(X), len(X), 0)),
        long=True, here=2**16 - 1, count=2**16 - 1, size=2**32 - 1, offset=2**32 - 1),
    "empty_file": b"",
    "not_zip": X,
    "cut": good[:-1],
    "trailing": good + b"\0",
    "gap": archive(gap=b"\0" * 7),
    "directory_out": archive(offset=len(good) + 1),
    "directory_short": archive(size=10),
    "directory_signature": good.replace(b"PK\1\2", b"PK\1\3", 1),
    "count_more": archive(here=3, count=3),
    "count_less": archive(here=1, count=1),
    "count_65534": archive(here=65534, count=65534),
    "count_2_to_60": archive(long=True, here=65535, count=65535, long_lies=dict(count=2**60)),
    "two_parts": archive(disk=1, directory_disk=1),
    "two_parts_counts": archive(here=1, count=2),
    "two_parts_member": archive(member("x.npy", X, central_disk=1)),
    "zip64_differs": archive(long=True, long_lies=dict(count=1)),
    "zip64_out": archive(long=True, long_lies=dict(position=2**64 - 1)),
    "zip64_signature": archive(long=True, long_lies=dict(signature=0)),
    "zip64_size": archive(long=True, long_lies=dict(size=2**63)),
    "zip64_offset": archive(long=True, offset=2**32 - 1, long_lies=dict(offset=2**63)),
    "zip64_field_missing": archive(member("x.npy", X, central_count=2**32 - 1)),
    "zip64_field_short": archive(member("x.npy", X, central_count=2**32 - 1, central_offset=2**32 - 1,
                                        central_extra=long(len(X)))),
    "zip64_field_long": archive(member("x.npy", X, central_count=2**32 - 1, central_extra=b"\1\0\xff\xff")),
    "zip64_member_offset": archive(member("x.npy", X, central_offset=2**32 - 1, central_extra=long(2**64 - 1))),
    "zip64_member_size": archive(member("x.npy", X, 8, central_count=2**32 - 1, central_extra=long(2**64 - 1))),
    "member_offset": archive(member("x.npy", X, central_offset=2**31)),
    "member_signature": archive(member("x.npy", X, central_offset=1)),
    "member_long": archive(member("x.npy", X, compressed=len(X) + 40, count=len(X) + 40)),
    "name_out": archive(member("x.npy", X)).replace(b"\5\0\0\0x.npy\x93", b"\xff\xff\0\0x.npy\x93", 1),
    "name_differs": archive(member("x.npy", X, local_name=b"y.npy")),
    "name_duplicate": archive(member("x.npy", X), member("x.npy", X)),
    "name_empty": archive(member("", X)),
    "name_nul": archive(member("x\0.npy", X)),
    "name_code_page": archive(member("\xe4.npy".encode("latin-1"), X)),
    "name_not_utf8": archive(member(b"\xff.npy", X, flags=1 << 11)),
    "name_not_array": archive(member("x.npy", X), member("README.txt", b"hello")),
    "encrypted": archive(member("x.npy", X, flags=1)),
    "encrypted_local": archive(member("x.npy", X, local_flags=1)),
    "encrypted_directory": archive(member("x.npy", X, flags=1 << 13)),
    "patch": archive(member("x.npy", X, flags=1 << 5)),
    "method_bzip2": python(zipfile.ZIP_BZIP2),
    "method_lzma": python(zipfile.ZIP_LZMA),
    "method_differs": archive(member("x.npy", X, 8, local_method=0)),
    "overlap": overlapping(),
    "crc": archive(member("x.npy", X, crc=1)),
    "crc_deflated": archive(member("x.npy", X, 8, crc=1)),
    "crc_differs": archive(member("x.npy", X, local_crc=1)),
    "size_differs": archive(member("x.npy", X, local_count=1)),
    "size_stored": archive(member("x.npy", X, count=len(X) + 1)),
    "size_more": archive(member("x.npy", X, 8, count=len(X) + 1)),
    "size_less": archive(member("x.npy", X, 8, count=len(X) - 1)),
    "size_bomb": archive(member("x.npy", X, 8, count=2**31)),
    "size_4_GiB": archive(member("x.npy", X, 8, central_count=2**32 - 1, central_extra=long(2**32), flags=8)),
    "size_1032": archive(member("x.npy", huge, 8, count=1032 * len(deflate(huge)))),
    "size_1033": archive(member("x.npy", huge, 8, count=1032 * len(deflate(huge)) + 1)),
    "deflate_more": archive(member("x.npy", X, 8, stored=cut + b"\0")),
    "deflate_cut": archive(member("x.npy", X, 8, stored=cut[:-3])),
    "deflate_nothing": archive(member("x.npy", b"", 8, stored=b"")),
    "deflate_block": archive(member("x.npy", X, 8, stored=b"\x07" + cut[1:])),
    "deflate_distance": archive(member("x.npy", X, 8, stored=b"\3\2\0")),
    "npy_lie": archive(member("x.npy", huge, 8)),
    "npy_lie_stored": archive(member("x.npy", huge)),
    "npy_none": archive(member("x.npy", b"hello", 8)),
    "npy_object": archive(member("x.npy", npy(np.array([1], "<f4")).replace(b"<f4", b"|O "), 8)),
}
for name, content in hostile.items():
    with open(f"hostile/{name}.npz", "wb") as file:
        file.write(content)
# Python looks for the last signature, and so takes a comment that holds one for the end; the format does not.
for name in ["valid", "valid_zip64", "valid_zip64_saturated"]:
    with np.load(f"hostile/{name}.npz") as made:
        assert made["x"].tolist() == [0, 1, 2, 3], name
