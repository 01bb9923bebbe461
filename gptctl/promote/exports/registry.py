"""Every export there is."""

from gptctl.promote.exports.axolotl import AXOLOTL
from gptctl.promote.exports.azure import AZURE
from gptctl.promote.exports.base import Export
from gptctl.promote.exports.bedrock import BEDROCK
from gptctl.promote.exports.fireworks import FIREWORKS
from gptctl.promote.exports.llama_factory import LLAMA_FACTORY
from gptctl.promote.exports.mistral import MISTRAL
from gptctl.promote.exports.nebius import NEBIUS
from gptctl.promote.exports.openai import OPENAI
from gptctl.promote.exports.together import TOGETHER
from gptctl.promote.exports.trl import TRL
from gptctl.promote.exports.vertex import VERTEX

_ALL = (OPENAI, AZURE, NEBIUS, TOGETHER, FIREWORKS, VERTEX, BEDROCK, MISTRAL, TRL, AXOLOTL, LLAMA_FACTORY)
EXPORTS: dict[str, Export] = {export.name: export for export in _ALL}
