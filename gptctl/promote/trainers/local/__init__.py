"""Training on this machine: LoRA with TRL and PEFT, in a process of its own."""
