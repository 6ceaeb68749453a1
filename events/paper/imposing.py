"""Pages of A5 put two and two on sheets of A4 in the order of a folded booklet, tags and all.

Each page becomes a form on its sheet (ISO 32000-1, 8.10) and keeps its marked content, so that the
tags still tell the text in reading order (14.7.4.2), though the sheets do not.
"""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

# Points, lying on its long side.
A4 = (841.89, 595.28)


def order_of(count):
    """((left, right), …) of the sides of the sheets, front and back; pages are counted from 1.

    ``count`` is a multiple of four: four pages a sheet.
    """
    sides = []
    for first in range(1, count // 2 + 1, 2):
        sides.append((count + 1 - first, first))
        sides.append((first + 1, count - first))
    return tuple(sides)


def fold(content):
    """The PDF with its pages imposed. Raises ValueError unless they are a multiple of four."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    pages = [page.indirect_reference for page in writer.pages]
    if not pages or len(pages) % 4:
        raise ValueError(f"{len(pages)} pages cannot be folded.")
    places = {}
    for left, right in order_of(len(pages)):
        _sheet(writer, pages[left - 1], pages[right - 1], places)
    _move_tags(writer, places)
    _move_targets(writer, places)
    for _page in pages:
        writer.remove_page(0)
    root = writer.root_object
    # Printers that turn the paper along its long edge would set every second side on its head.
    root["/ViewerPreferences"][NameObject("/Duplex")] = NameObject("/DuplexFlipShortEdge")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _sheet(writer, left, right, places):
    """Add the sheet, and note in ``places``: page → (sheet, its form, how far it moved)."""
    box = left.get_object().mediabox
    sheet = writer.add_blank_page(*A4)
    # Half a sheet is a millimetre wider than A5.
    half = A4[0] / 2
    margin = (half - float(box.width)) / 2
    forms, drawn, notes = DictionaryObject(), [], ArrayObject()
    for name, page, shift in (("/L", left, margin), ("/R", right, half + margin)):
        form = writer._add_object(_form(page.get_object()))
        forms[NameObject(name)] = form
        drawn.append(f"q 1 0 0 1 {shift:.3f} 0 cm {name} Do Q")
        places[page.idnum] = (sheet.indirect_reference, form, shift)
        for note in page.get_object().get("/Annots", ()):
            _move_note(note.get_object(), shift, sheet.indirect_reference)
            notes.append(note)
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode())
    sheet[NameObject("/Contents")] = writer._add_object(stream)
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
    # Readers walk the links in the order of the tags, as PDF/UA asks.
    sheet[NameObject("/Tabs")] = NameObject("/S")
    if notes:
        sheet[NameObject("/Annots")] = notes


def _form(page):
    form = DecodedStreamObject()
    form.set_data(page.get_contents().get_data())
    form = form.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(page["/MediaBox"])
    form[NameObject("/Resources")] = page["/Resources"]
    for name in ("/StructParents", "/Group"):
        if name in page:
            form[NameObject(name)] = page.raw_get(name)
    return form


def _move_note(note, shift, sheet):
    for name in ("/Rect", "/QuadPoints"):
        if name in note:
            note[NameObject(name)] = _shifted(note[name], shift)
    note[NameObject("/P")] = sheet


def _shifted(numbers, shift):
    """x, y, x, y … with every x moved."""
    return ArrayObject(
        FloatObject(float(value) + (0 if place % 2 else shift))
        for place, value in enumerate(numbers)
    )


def _move_tags(writer, places):
    """Every tag points at its content in the form where that stands now."""
    waiting = [(writer.root_object["/StructTreeRoot"].get_object(), None)]
    while waiting:
        node, page = waiting.pop()
        page = node.raw_get("/Pg") if "/Pg" in node else page
        if page is not None:
            _move_box(node, places[page.idnum][2])
        if "/K" not in node:
            continue
        kids = node["/K"]
        is_list = isinstance(kids, ArrayObject)
        moved = ArrayObject()
        for kid in kids if is_list else [node.raw_get("/K")]:
            found = kid.get_object()
            if isinstance(found, int):
                moved.append(_content(found, page, places))
            elif found.get("/Type") in ("/MCR", "/OBJR"):
                moved.append(_reference(found, page, places))
            else:
                moved.append(kid)
                waiting.append((found, page))
        node[NameObject("/K")] = moved if is_list else moved[0]
        if "/Pg" in node:
            node[NameObject("/Pg")] = places[node.raw_get("/Pg").idnum][0]


def _move_box(node, shift):
    """Figures say in an attribute where they stand."""
    attributes = node.get("/A", ())
    for one in attributes if isinstance(attributes, ArrayObject) else (attributes,):
        if isinstance(one, DictionaryObject) and "/BBox" in one:
            one[NameObject("/BBox")] = _shifted(one["/BBox"], shift)


def _content(number, page, places):
    sheet, form, _shift = places[page.idnum]
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/MCR"),
            NameObject("/Pg"): sheet,
            NameObject("/Stm"): form,
            NameObject("/MCID"): NumberObject(number),
        }
    )


def _reference(found, page, places):
    """A reference to content on a page that it names, or to an annotation."""
    page = found.raw_get("/Pg") if "/Pg" in found else page
    if found["/Type"] == "/MCR":
        return _content(found["/MCID"], page, places)
    found[NameObject("/Pg")] = places[page.idnum][0]
    return found


def _move_targets(writer, places):
    """Bookmarks and links lead to the right half of a sheet."""
    for number in range(1, len(writer._objects) + 1):
        found = writer.get_object(number)
        if isinstance(found, ArrayObject):
            _move_target(found, places)
        if not isinstance(found, DictionaryObject):
            continue
        for name in ("/Dest", "/D"):
            target = found.get(name)
            if isinstance(target, ArrayObject):
                _move_target(target, places)
        if isinstance(action := found.get("/A"), DictionaryObject):
            target = action.get("/D")
            if isinstance(target, ArrayObject):
                _move_target(target, places)


def _move_target(target, places):
    if len(target) < 2 or not isinstance(target[1], NameObject):
        return
    # The page itself and not its number: getting it by [] would follow the reference.
    place = places.get(getattr(list.__getitem__(target, 0), "idnum", None))
    if place is None:
        return
    target[0], _form_of, shift = place
    if target[1] == "/XYZ":
        target[2] = FloatObject(float(target[2]) + shift)
