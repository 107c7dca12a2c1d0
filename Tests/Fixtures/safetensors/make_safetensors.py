"""Fixtures for the safetensors reader and writer; writes beside this file, and the hostile files into ../hostile-safetensors.
Needs safetensors and PyTorch (made with 0.8.0 and 2.13.0).

    python3 make_safetensors.py

Two runs give the same bytes: no file has more than one text of metadata, whose order the package leaves to chance.
"""
import json, os, struct
import torch
from safetensors.torch import save_file

os.chdir(os.path.dirname(os.path.abspath(__file__)))
os.makedirs("../hostile-safetensors", exist_ok=True)

# Every type that the package writes for PyTorch, twice, and not in the order of the file; the values stand in the tests, too.
count = torch.arange(12)
types = {
    "bool": (count % 3 == 0).reshape(3, 4), "u8": (count * 23).to(torch.uint8), "i8": (count * 21 - 128).to(torch.int8),
    "i16": (count * 5957 - 32768).to(torch.int16), "u16": (count * 5957).to(torch.uint16),
    "i32": (count * 390451572 - 2**31).to(torch.int32), "u32": (count * 390451572).to(torch.uint32),
    "i64": count * 1676976733973595601 - 2**63, "u64": (count * 838488366986797800).to(torch.uint64),
    "f16": (count / 8 - 1).half().reshape(2, 2, 3), "bf16": (count / 8 - 1).bfloat16().reshape(4, 3),
    "f32": (count.float() / 7 - 1).reshape(2, 6), "f64": (count.double() / 7 - 1).reshape(6, 2), "c64": torch.complex(count / 7, -count / 8),
}
for name in ["float8_e5m2", "float8_e4m3fn", "float8_e8m0fnu", "float8_e4m3fnuz", "float8_e5m2fnuz"]:
    types[name] = (count / 8).to(getattr(torch, name))
save_file(types | {f"again.{name}": value.clone() for name, value in types.items()}, "types.safetensors", {"format": "pt"})

one = torch.ones(1)
names = ["b", "a", "Z", "a.10", "a.9", "", "é", "e\u0301x", "\uffee", "😀", "quote\"back\\slash/", "\n\t\b\f\r\x01\x1f\x7f", "\u2028"]
save_file({name: one.clone() for name in names}, "names.safetensors", {"a \"text\"\n": "é\\"})
save_file({"scalar": torch.tensor(0.1, dtype=torch.float64), "empty": torch.zeros(0, 3), "also": torch.zeros(2, 0, dtype=torch.int64),
           "last": one}, "shapes.safetensors")
save_file({}, "none.safetensors")


def entry(begin=0, end=16, shape=(2, 2), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def hostile(name, header, data=16, length=None):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    with open(f"../hostile-safetensors/{name}.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(header) if length is None else length) + header + bytes(data))


one = {"a": entry()}
hostile("valid", one)
for name, length in {"lie_small": 1000, "lie_huge": 1 << 63, "lie_max": (1 << 64) - 1}.items():
    hostile(f"length_{name}", one, length=length)
hostile("length_zero", b"")
hostile("header_cut", one, length=20)
hostile("overlap", one | {"b": entry(8, 24)}, 24)
hostile("same_data", one | {"b": entry()})
hostile("hole", one | {"b": entry(20, 36)}, 36)
hostile("trailing", one, 32)
hostile("out_of_file", one | {"b": entry(16, 32)}, 20)
for name, begin, end in [("begin_after_end", 16, 0), ("offset_negative", -16, 0), ("offset_huge", (1 << 64) - 8, (1 << 64) + 8),
                         ("offset_wrap", (1 << 64) - 16, (1 << 64) - 1)]:
    hostile(name, {"a": entry(begin, end)})
for name, shape in {"overflow": (1 << 33, 1 << 33), "overflow_wraps": (1 << 62, 4), "overflow_to_4": ((1 << 63) + 2, 2),
                    "bytes_overflow": ((1 << 62) + 4,), "mismatch": (3, 2), "negative": (-2, -2), "float": (2.5, 1.6)}.items():
    hostile(f"shape_{name}", {"a": entry(shape=shape)})
hostile("dtype_unknown", {"a": entry(dtype="F33")})
hostile("dtype_number", {"a": entry(dtype=32)})
hostile("field_missing", {"a": {"dtype": "F32", "shape": [2, 2]}})
hostile("array", [1, 2, 3], 0)
hostile("metadata_number", {"__metadata__": {"x": 1}} | one)
hostile("deep_json", b'{"__metadata__":' + b"[" * 3000 + b"]" * 3000 + b"}", 0)
F = b'{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}'
hostile("duplicate_key", b'{"a":' + F + b',"a":' + F.replace(b"0,16", b"16,32") + b"}", 32)
hostile("duplicate_field", b'{"a":' + F.replace(b'"shape"', b'"shape":[9,9],"shape"') + b"}")
hostile("not_utf8", b'{"\xff\xfe":' + F + b"}")
hostile("lone_surrogate", b'{"\\ud800":' + F + b"}")
for name, count in {"empty": 0, "seven_bytes": 7}.items():
    with open(f"../hostile-safetensors/{name}.safetensors", "wb") as file:
        file.write(bytes(count))
