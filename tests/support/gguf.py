"""GGUF files written by hand, a LoRA adapter's among them: a header, typed keys, and padded tensors."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 32
F32 = 0
WHOLE, SIGNED, FLOAT, STRING, ARRAY = 4, 5, 6, 8, 9

Value = str | int | float | Sequence[str] | Sequence[int]
Tensors = Mapping[str, NDArray[np.float32]]


def write_adapter(path: Path, tensors: Tensors, *, architecture: str, alpha: float) -> None:
    """`tensors` are named as llama.cpp has them, such as `blk.0.ffn_down.weight.lora_a`, rows first."""
    keys = {
        "general.type": "adapter",
        "adapter.type": "lora",
        "general.architecture": architecture,
        "adapter.lora.alpha": alpha,
    }
    write(path, keys, tensors)


def write(path: Path, keys: Mapping[str, Value], tensors: Tensors) -> None:
    infos, data = b"", b""
    for name, tensor in tensors.items():
        infos += _string(name) + struct.pack("<I", tensor.ndim)
        infos += struct.pack(f"<{tensor.ndim}Q", *reversed(tensor.shape)) + struct.pack("<IQ", F32, len(data))
        data += _padded(tensor.astype("<f4").tobytes())
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(keys))
    head += b"".join(_string(name) + _typed(value) for name, value in keys.items())
    path.write_bytes(_padded(head + infos) + data)


def _typed(value: Value) -> bytes:
    match value:
        case str():
            return struct.pack("<I", STRING) + _string(value)
        case int():
            return struct.pack("<II", WHOLE, value)
        case float():
            return struct.pack("<If", FLOAT, value)
        case _:
            return struct.pack("<I", ARRAY) + _items(value)


def _items(items: Sequence[str] | Sequence[int]) -> bytes:
    texts = [item for item in items if isinstance(item, str)]
    if texts:
        return struct.pack("<IQ", STRING, len(texts)) + b"".join(map(_string, texts))
    return struct.pack(f"<IQ{len(items)}i", SIGNED, len(items), *items)


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % ALIGNMENT)
