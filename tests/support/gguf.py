"""A LoRA adapter in GGUF form, written by hand: the format is a header, typed keys, and padded tensors."""

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ALIGNMENT = 32
F32 = 0
STRING, FLOAT = 8, 6


def write_adapter(path: Path, tensors: dict[str, NDArray[np.float32]], *, architecture: str, alpha: float) -> None:
    """`tensors` are named as llama.cpp has them, such as `blk.0.ffn_down.weight.lora_a`, rows first."""
    keys = [
        _string("general.type") + struct.pack("<I", STRING) + _string("adapter"),
        _string("adapter.type") + struct.pack("<I", STRING) + _string("lora"),
        _string("general.architecture") + struct.pack("<I", STRING) + _string(architecture),
        _string("adapter.lora.alpha") + struct.pack("<If", FLOAT, alpha),
    ]
    infos, data = b"", b""
    for name, tensor in tensors.items():
        infos += _string(name) + struct.pack("<I", tensor.ndim)
        infos += struct.pack(f"<{tensor.ndim}Q", *reversed(tensor.shape)) + struct.pack("<IQ", F32, len(data))
        data += _padded(tensor.astype("<f4").tobytes())
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(keys)) + b"".join(keys) + infos
    path.write_bytes(_padded(head) + data)


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % ALIGNMENT)
