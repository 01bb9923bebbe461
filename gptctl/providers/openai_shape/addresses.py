"""Where those live who are reached through the openai package. Loads nothing: settings are checked without it."""

OPENAI = "https://api.openai.com"
OPENAI_API = f"{OPENAI}/v1"

FOUNDRY_VARIABLE = "AZURE_AI_PROJECT_ENDPOINT"
"""The environment variable with the endpoint of a Foundry project, which keys belong to."""

FOUNDRY_EXAMPLE = "https://NAME.services.ai.azure.com/api/projects/PROJECT"
