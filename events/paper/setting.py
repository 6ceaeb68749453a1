"""Sets one document with typst. A program of its own: started by `rendering`, reads JSON from
standard input and writes the PDF to standard output.

Its memory (some hundred megabytes for a long programme) goes back when it ends, a fault in it
takes nobody along, it can be stopped when it takes too long, and the web processes never load
what it needs. It knows nothing of the site.
"""

import json
import re
import sys
from pathlib import Path

import typst

from events.paper.imposing import fold

HERE = Path(__file__).parent
STANDARD = ["ua-1"]
# What typst says of a letter that a font has alone but not in its place among others.
UNSHOWN = re.compile(r'the (?:text|disallowed codepoint)[^"]*"(.+?)"|codepoint `"(.+?)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
MISSING = "\ufffd"
MOST_MISSING = 30


def set_document(template, data, fonts):
    """The PDF of a template of this folder. Raises typst.TypstError for what it cannot set."""
    text = json.dumps(data, ensure_ascii=False)
    for _attempt in range(MOST_MISSING):
        try:
            return _compiled(HERE / template, text, fonts)
        except typst.TypstError as error:
            letters = _unshown(error.message)
            if not letters or letters.isascii() or letters not in text:
                raise
            text = text.replace(letters, MISSING)
    raise ValueError("Too many letters that no font can show.")


def _compiled(template, text, fonts):
    compiler = typst.Compiler(
        str(template), root=str(HERE), font_paths=fonts, sys_inputs={"data": text}
    )
    return compiler.compile(format="pdf", pdf_standards=STANDARD)


def _unshown(message):
    found = UNSHOWN.search(message)
    said = (found[1] or found[2]) if found else ""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), said)


def main():
    order = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=order["fonts"]
    )
    data = order["data"] | {"fonts": [name for name in fonts.families() if name != order["main"]]}
    made = set_document(order["template"], data, fonts)
    sys.stdout.buffer.write(fold(made) if order["is_folded"] else made)


if __name__ == "__main__":
    main()
