"""What one call costs at a model's list price, from the price data that Pydantic keeps."""

from decimal import Decimal
from importlib.metadata import version


def of_call(provider: str, model: str, *, input_tokens: int, output_tokens: int) -> float | None:
    """Dollars for one call; None when the model or its provider is not in the data. Nothing is fetched."""
    from genai_prices import Usage, calc_price  # noqa: PLC0415 -- only who asks for a price pays for loading it

    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
    try:
        price: Decimal = calc_price(usage, model_ref=model, provider_id=provider).total_price
    except LookupError:
        return None
    return float(price)


def edition() -> str:
    """Which edition of the data answers, for people: prices are as old as the package."""
    return f"genai-prices {version('genai-prices')}"
