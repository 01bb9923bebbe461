"""Made-up personal data, well formed: cards pass Luhn's check, IBANs their own, phone numbers their country's plan."""

import string
from random import Random

FIRST = [
    "Maria",
    "Ahmed",
    "Chloe",
    "Dmitri",
    "Esther",
    "Faith",
    "Grace",
    "Hiroshi",
    "Ingrid",
    "Jonas",
    "Katarzyna",
    "Lars",
    "Mohammed",
    "Nadia",
    "Oluwaseun",
]
LAST = [
    "Garcia",
    "Khan",
    "O'Neill",
    "Petrov",
    "Jansen",
    "Rose",
    "Will",
    "Tanaka",
    "Berg",
    "Smith-Jones",
    "Nowak",
    "Larsen",
    "Ali",
    "Novak",
    "Adeyemi",
    "Young",
]
BBANS = {"DE": "18n", "GB": "4a14n", "NL": "4a10n", "FR": "23c", "ES": "20n", "IT": "1a22n", "CH": "17n", "AT": "16n",
         "BE": "12n", "PL": "24n", "SE": "20n", "NO": "11n"}  # fmt: skip
REGIONS = ["GB", "DE", "FR", "ES", "IT", "NL", "BE", "CH", "AT", "PL", "SE", "NO", "DK", "IE", "PT", "IN",
           "JP", "BR", "AU", "ZA"]  # fmt: skip


def email(random: Random) -> str:
    first, last = random.choice(FIRST).lower(), random.choice(LAST).lower().replace("'", "")
    number = random.randrange(10000)
    local = random.choice([f"{first}.{last}{number}", f"{first}_{last}+news{number}", f"{first[0]}{last}{number}"])
    domain = random.choice(["example.com", "mail.example.co.uk", "post.example.org", "Example.NET", "x-y.example.io"])
    return f"{local}@{domain}"


def card(random: Random) -> str:
    """Four networks, grouped by spaces, by dashes or not at all."""
    start, groups = random.choice([("4", (4, 4, 4, 4)), ("5", (4, 4, 4, 4)), ("37", (4, 6, 5)), ("6011", (4, 4, 4, 4))])
    if start == "5":
        start += random.choice("12345")
    body = start + "".join(random.choices(string.digits, k=sum(groups) - len(start) - 1))
    digits, parts = body + _luhn(body), []
    for length in groups:
        parts.append(digits[:length])
        digits = digits[length:]
    return random.choice(["", " ", "-"]).join(parts)


def iban(random: Random) -> str:
    country = random.choice(sorted(BBANS))
    pattern, bban, count = BBANS[country], "", ""
    for sign in pattern:
        if sign.isdigit():
            count += sign
        else:
            alphabet = {"n": string.digits, "a": string.ascii_uppercase, "c": string.digits + "ABCDEF"}[sign]
            bban, count = bban + "".join(random.choices(alphabet, k=int(count))), ""
    number = int("".join(str(int(sign, 36)) for sign in f"{bban}{country}00"))
    whole = f"{country}{98 - number % 97:02d}{bban}"
    spaced = " ".join(whole[i : i + 4] for i in range(0, len(whole), 4))
    return random.choice([whole, spaced, spaced, whole.lower()])


def phone(random: Random) -> str:
    """Half American in six ways of writing, half of twenty other countries, some of these without the country."""
    import phonenumbers

    if random.random() < 0.5:
        area, line = random.choice(["415", "212", "303", "617", "713"]), f"{random.randrange(10000):04d}"
        middle = str(random.randrange(220, 990))
        styles = ["({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "+1 {} {} {}", "+1{}{}{}", "1-{}-{}-{}"]
        return random.choice(styles).format(area, middle, line)
    region = random.choice(REGIONS)
    like = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    while True:
        number = like.national_number - like.national_number % 10**5 + random.randrange(10**5)
        found = phonenumbers.PhoneNumber(country_code=like.country_code, national_number=number)
        if phonenumbers.is_valid_number(found):
            forms = phonenumbers.PhoneNumberFormat
            style = random.choices([forms.INTERNATIONAL, forms.E164, forms.NATIONAL], [5, 3, 2])[0]
            return phonenumbers.format_number(found, style)


def name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(LAST)}"


def _luhn(body: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - i % 2), 10)) for i, digit in enumerate(reversed(body)))
    return str(-total % 10)


MAKERS = {"email": email, "card": card, "iban": iban, "phone": phone, "name": name}
