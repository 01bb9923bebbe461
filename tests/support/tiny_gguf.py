"""A causal language model of random weights as a GGUF file, in milliseconds: llama.cpp runs it, PyTorch trains it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.support.gguf import write, write_adapter
from tests.support.tiny_model import CHATML, SPECIAL

LAYERS, WIDTH, INNER, HEADS, SHARED, CONTEXT = 2, 64, 128, 4, 2, 1024
NORMAL, CONTROL = 1, 3


def write_tiny(path: Path, seed: int = 1) -> Path:
    """Every byte is a token of its own, so it can say anything; what it says is noise."""
    noise = np.random.default_rng(seed)
    tokens = [*SPECIAL, *_bytes()]
    kept = WIDTH * SHARED // HEADS
    shapes = {
        "attn_q": (WIDTH, WIDTH),
        "attn_k": (kept, WIDTH),
        "attn_v": (kept, WIDTH),
        "attn_output": (WIDTH, WIDTH),
        "ffn_gate": (INNER, WIDTH),
        "ffn_up": (INNER, WIDTH),
        "ffn_down": (WIDTH, INNER),
    }
    tensors: dict[str, NDArray[np.float32]] = {
        "token_embd.weight": _normal(noise, (len(tokens), WIDTH), 1.0),
        "output.weight": _normal(noise, (len(tokens), WIDTH), WIDTH**-0.5),
        "output_norm.weight": np.ones(WIDTH, np.float32),
    }
    for layer in range(LAYERS):
        tensors |= {f"blk.{layer}.{name}_norm.weight": np.ones(WIDTH, np.float32) for name in ("attn", "ffn")}
        tensors |= {f"blk.{layer}.{name}.weight": _normal(noise, shape, WIDTH**-0.5) for name, shape in shapes.items()}
    write(path, {**_keys(), **_words(tokens)}, tensors)
    return path


def write_noise(path: Path, seed: int = 7) -> Path:
    """An adapter for such a model, which makes it say something else."""
    noise = np.random.default_rng(seed)
    tensors = {}
    for layer in range(LAYERS):
        tensors[f"blk.{layer}.ffn_down.weight.lora_a"] = _normal(noise, (4, INNER), 1.0)
        tensors[f"blk.{layer}.ffn_down.weight.lora_b"] = _normal(noise, (WIDTH, 4), 1.0)
    write_adapter(path, tensors, architecture="llama", alpha=4.0)
    return path


def _keys() -> Mapping[str, str | int | float]:
    return {
        "general.architecture": "llama",
        "general.file_type": 0,
        "llama.block_count": LAYERS,
        "llama.context_length": CONTEXT,
        "llama.embedding_length": WIDTH,
        "llama.feed_forward_length": INNER,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": SHARED,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.rope.freq_base": 10000.0,
    }


def _words(tokens: list[str]) -> Mapping[str, str | int | list[str] | list[int]]:
    return {
        "llama.vocab_size": len(tokens),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [CONTROL if token in SPECIAL else NORMAL for token in tokens],
        "tokenizer.ggml.merges": ["e r"],
        "tokenizer.ggml.bos_token_id": 0,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.padding_token_id": 0,
        "tokenizer.chat_template": CHATML,
    }


def _bytes() -> list[str]:
    """The letters by which GPT-2 writes the 256 bytes, and the one merge that a vocabulary must have."""
    plain = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    return [*map(chr, plain), *(chr(0x100 + number) for number in range(256 - len(plain))), "er"]


def _normal(noise: np.random.Generator, shape: tuple[int, int], scale: float) -> NDArray[np.float32]:
    return noise.normal(size=shape, scale=scale).astype(np.float32)
