"""Reads a PDF as a screen reader does, by a library that has written none of it.

What is asked here stands in ISO 14289-1 (PDF/UA-1) and the Matterhorn Protocol's failure
conditions that a machine can tell; the numbers in the sentences are that protocol's checkpoints.
"""

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pypdf import PdfReader

TAGS = {
    *("Document", "Part", "Sect", "Div", "Art", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl"),
    *("LBody", "TOC", "TOCI", "Reference", "Link", "Span", "Figure", "Table", "TR", "TH", "TD"),
    *("Note", "Caption", "BlockQuote", "NonStruct"),
}
SHOWING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "s", "S", "Do", "sh"}


@dataclass(frozen=True)
class Tag:
    """One tag in reading order: its standard name, its title and the language that holds for it."""

    name: str
    title: str
    lang: str
    alt: str
    depth: int


def text_of(content):
    """All words of the PDF, page by page."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def bookmarks_of(content):
    """The titles of the bookmarks, each with how deep it lies."""

    def walk(rows, depth=0):
        for row in rows:
            if isinstance(row, list):
                yield from walk(row, depth + 1)
            else:
                yield depth, row.title

    return list(walk(PdfReader(BytesIO(content)).outline))


def tags_of(content):
    """Every Tag of the PDF in reading order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [tag for tag, _node in _walk(pdf)]


def faults_of(content):
    """Sentences about all that is wrong; none for a PDF that everybody can read."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [*_of_document(pdf), *_of_tags(pdf), *_of_links(pdf), *_of_content(pdf)]


def _walk(pdf):
    root = pdf.Root.StructTreeRoot
    roles = {str(name): str(role) for name, role in (root.get("/RoleMap") or {}).items()}
    language = str(pdf.Root.get("/Lang", ""))

    def down(node, lang, depth):
        lang = str(node.get("/Lang", lang))
        if "/S" in node:
            name = str(node.S)
            while name in roles:
                name = roles[name]
            title, alt = str(node.get("/T", "")), str(node.get("/Alt", ""))
            yield Tag(name.lstrip("/"), title, lang, alt, depth), node
        for kid in _kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from down(kid, lang, depth + 1)

    yield from down(root, language, 0)


def _kids(node):
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _of_document(pdf):
    root = pdf.Root
    with pdf.open_metadata() as about:
        if about.get("pdfuaid:part") != "1":
            yield "06: does not say that it is PDF/UA-1"
        if not about.get("dc:title"):
            yield "06: has no title"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "06: is not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "07: shows its file name and not its title"
    if not root.get("/Lang"):
        yield "11: has no language"
    for number, page in enumerate(pdf.pages, start=1):
        if "/Annots" in page and page.get("/Tabs") != pikepdf.Name.S:
            yield f"28: links on page {number} are not in the order of the tags"
        for font in _fonts(page.get("/Resources", {})):
            if "/ToUnicode" not in font:
                yield f"10: {font.BaseFont} does not say which letters it shows"
            if "/FontFile2" not in font.DescendantFonts[0].FontDescriptor:
                yield f"31: {font.BaseFont} is not embedded"


def _fonts(resources):
    yield from resources.get("/Font", {}).values()
    for form in resources.get("/XObject", {}).values():
        if form.get("/Subtype") == pikepdf.Name.Form:
            yield from _fonts(form.get("/Resources", {}))


def _of_tags(pdf):
    before = 0
    for tag, node in _walk(pdf):
        if tag.name not in TAGS:
            yield f"02: {tag.name} is no standard tag"
        if tag.name == "Figure" and not tag.alt:
            yield "13: a figure without words"
        if not tag.lang:
            yield "11: a tag without a language"
        if tag.name[0] == "H":
            level = int(tag.name[1:])
            if level > before + 1:
                yield f"14: {tag.name} {tag.title!r} comes after H{before}"
            before = level
        if tag.name == "Link" and not any(_is_annotation(kid) for kid in _kids(node)):
            yield "28: a link that leads nowhere"
    if not before:
        yield "14: no heading at all"


def _is_annotation(kid):
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR


def _of_links(pdf):
    owners = _numbers(pdf.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.get("/Annots", []):
            if not str(note.get("/Contents", "")):
                yield f"28: a link on page {number} without words"
            owner = owners.get(int(note.get("/StructParent", -1)))
            if owner is None or str(owner.get("/S", "")) != "/Link":
                yield f"28: a link on page {number} that no tag knows"


def _numbers(tree):
    found = {}
    for kid in tree.get("/Kids", []):
        found |= _numbers(kid)
    rows = list(tree.get("/Nums", []))
    return found | {int(key): value for key, value in zip(rows[::2], rows[1::2], strict=True)}


def _of_content(pdf):
    """Everything drawn is either tagged, once, or said to be decoration."""
    named = {}
    for _tag, node in _walk(pdf):
        for kid in _kids(node):
            key = _content_key(kid, node)
            if key is not None:
                named[key] = named.get(key, 0) + 1
    drawn = set()
    for number, page in enumerate(pdf.pages, start=1):
        own, untagged = _marked(page, page.objgen)
        drawn |= own
        forms = list(page.get("/Resources", {}).get("/XObject", {}).values())
        tagged_forms = [form for form in forms if "/StructParents" in form]
        for form in tagged_forms:
            own, more = _marked(form, form.objgen)
            drawn |= own
            untagged += more
        # A sheet of a booklet draws its pages and nothing else.
        if untagged - len(tagged_forms):
            yield f"01: something on page {number} is neither tagged nor decoration"
    if drawn - named.keys():
        yield f"01: {len(drawn - named.keys())} pieces of content belong to no tag"
    if named.keys() - drawn:
        yield f"01: {len(named.keys() - drawn)} tags name content that is not there"
    if any(count > 1 for count in named.values()):
        yield "01: content with two tags"


def _content_key(kid, node):
    """(the page or form it stands in, its number) of a piece of marked content."""
    if isinstance(kid, int):
        return node.Pg.objgen, int(kid)
    if isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
        return kid.get("/Stm", kid.get("/Pg", node.get("/Pg"))).objgen, int(kid.MCID)
    return None


def _marked(stream, key):
    """({(key, number)} of what is tagged here, how many things are drawn outside all marks)."""
    found, open_marks, untagged = set(), 0, 0
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name in ("BDC", "BMC"):
            open_marks += 1
            if name == "BDC" and "/MCID" in operands[1]:
                found.add((key, int(operands[1].MCID)))
        elif name == "EMC":
            open_marks -= 1
        elif name in SHOWING and not open_marks:
            untagged += 1
    return found, untagged
