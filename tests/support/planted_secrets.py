"""Made-up secrets of many kinds, put together while the tests run so that no scanner finds one in this repository."""

import base64
import json
import string
from random import Random

ALNUM = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + "234567"


def secret(kind: str, random: Random) -> str:
    return MAKERS[kind](random)


def _word(random: Random, alphabet: str, length: int) -> str:
    """Letters that hold a digit, a capital and a small letter as far as the alphabet has them, like real ones."""
    while True:
        word = "".join(random.choices(alphabet, k=length))
        if len(set(word)) >= min(length, len(alphabet)) // 3 and (not word.isalpha() or alphabet.isalpha()):
            return word


def _openai(random: Random) -> str:
    tail = _word(random, ALNUM + "_-", 74)
    marked = f"{_word(random, ALNUM, 20)}T3{'BlbkFJ'}{_word(random, ALNUM, 20)}"
    return random.choice(["sk-" + "proj-" + tail, "sk-" + marked, "sk-" + "svcacct-" + tail])


def _anthropic(random: Random) -> str:
    return "sk-" + f"ant-api03-{_word(random, ALNUM + '_-', 93)}AA"


def _aws(random: Random) -> str:
    return random.choice(["AK" + "IA", "AS" + "IA"]) + _word(random, UPPER, 16)


def _github(random: Random) -> str:
    if random.random() < 0.3:
        return "github" + f"_pat_{_word(random, ALNUM, 22)}_{_word(random, ALNUM, 59)}"
    return "gh" + random.choice("pousr") + "_" + _word(random, ALNUM, 36)


def _google(random: Random) -> str:
    return "AI" + "za" + _word(random, ALNUM + "_-", 34) + random.choice(ALNUM)


def _slack(random: Random) -> str:
    numbers = f"{random.randrange(10**10, 10**11)}-{random.randrange(10**11, 10**12)}"
    return "xo" + random.choice(["xb-", "xp-"]) + f"{numbers}-{_word(random, ALNUM, 24)}"


def _stripe(random: Random) -> str:
    return random.choice(["sk", "rk"]) + "_live" + "_" + _word(random, ALNUM, random.choice([24, 99]))


def _jwt(random: Random) -> str:
    claims = {"sub": str(random.randrange(10**9)), "name": _word(random, string.ascii_lowercase, 8), "iat": 1760000000}
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"}).encode(), json.dumps(claims).encode(), random.randbytes(32)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def _private_key(random: Random) -> str:
    label = random.choice(["RSA ", "EC ", "OPENSSH ", ""]) + "PRIVATE" + " KEY"
    body = "\n".join(base64.b64encode(random.randbytes(48)).decode() for _ in range(4))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----"


def _database(random: Random) -> str:
    scheme = random.choice(["postgres", "postgresql", "mysql", "mongodb+srv", "redis", "amqps"])
    return f"{scheme}:" + f"//app:{_word(random, ALNUM, 14)}@db-{random.randrange(9)}.internal.example:5432/orders"


def _password(random: Random) -> str:
    cue = random.choice(["password: ", "password is ", "api_key=", "Authorization: Bearer ", "secret = ", "pwd: "])
    return cue + _word(random, ALNUM + "!#%*", 16) + random.choice(ALNUM)


MAKERS = {
    "openai": _openai,
    "anthropic": _anthropic,
    "aws": _aws,
    "github": _github,
    "google": _google,
    "slack": _slack,
    "stripe": _stripe,
    "jwt": _jwt,
    "private_key": _private_key,
    "database": _database,
    "password": _password,
}
