"""What one writes in an afternoon: TRL's trainer on prompts and completions, with LoRA, and the adapter saved."""

import json
import sys
from pathlib import Path

from curation_rows import rows
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer


def main(base: Path, count: int, home: Path) -> None:
    folder, where = (base.parent, {"gguf_file": base.name}) if base.suffix == ".gguf" else (base, {})
    tokenizer = AutoTokenizer.from_pretrained(folder, **where)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype="float32", **where)
    talks = [row["messages"] for row in rows(count, 1)]
    trainer = SFTTrainer(
        model=model,
        args=SFTConfig(
            output_dir=str(home / "plain"),
            num_train_epochs=1,
            per_device_train_batch_size=1,
            gradient_accumulation_steps=4,
            learning_rate=2e-4,
            save_strategy="no",
            report_to="none",
            bf16=False,
            gradient_checkpointing=False,
            max_length=2048,
            disable_tqdm=True,
        ),
        train_dataset=Dataset.from_list([{"prompt": talk[:-1], "completion": talk[-1:]} for talk in talks]),
        processing_class=tokenizer,
        peft_config=LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    lengths = [len(row["input_ids"]) for row in trainer.train_dataset]
    (home / "tokens.json").write_text(json.dumps(lengths), encoding="utf-8")
    trainer.train()
    trainer.save_model(str(home / "plain"))


main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
