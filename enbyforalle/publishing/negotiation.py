"""What the browser can take, and what it has already."""

import re

# Best first. "identity" is the bytes as they are.
ENCODINGS = ("br", "gzip", "identity")

_ITEM = re.compile(r"^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?$")
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def best_encoding(accepted):
    """Choose the encoding for an Accept-Encoding header: the highest weight, then the smallest.

    An absent header gives "identity". So does one that refuses everything we have: an answer
    that might not be read is better than none.
    """
    weights = {}
    for item in accepted.split(","):
        found = _ITEM.match(item)
        if found:
            name = found[1].lower().removeprefix("x-")
            weights[name] = _weight(found[2])
    rest = weights.get("*", 0.0)
    offers = {name: weights.get(name, rest) for name in ENCODINGS}
    # Plain bytes are acceptable unless refused by name or by the star, only least wished for.
    if "identity" not in weights and "*" not in weights:
        offers["identity"] = 0.001
    best = max(ENCODINGS, key=lambda name: offers[name])
    return best if offers[best] > 0 else "identity"


def _weight(text):
    try:
        return min(float(text), 1.0) if text is not None else 1.0
    except ValueError:
        return 0.0


def has_already(if_none_match, etag):
    """Whether an If-None-Match header names this tag: "*", one tag or a list, weak ones too."""
    # What nearly every browser says first.
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return etag in _TAG.findall(if_none_match)
