"""One command a module, under its own name; `gptctl.cli.group` imports it when it runs."""
