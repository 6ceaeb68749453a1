"""What happens to a page after its first reader has it."""

import gzip
from datetime import datetime

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from enbyforalle.publishing import finishing, folder
from enbyforalle.publishing.page import LONGEST_FOR_BEST, StoredPage
from enbyforalle.publishing.store import pages

TEXT = "".join(f"<li>Arrangement {n} kl. {n % 24}.00</li>" for n in range(3000))
KEY = ("nb", "/program/", ())


@pytest.fixture
def kept(tmp_path, settings):
    settings.PAGE_STORE_FOLDER = tmp_path / "pages"
    settings.PAGE_STORE_RELEASE = "one"
    return settings


def page(text=TEXT, number=1, valid_until=None):
    response = HttpResponse(text, headers={"X-Made-By": "view"})
    response.valid_until = valid_until
    return StoredPage.of(response, number)


def answer(made, encoding, **headers):
    headers = {"Accept-Encoding": encoding} | headers
    return made.answer(RequestFactory().get("/", headers=headers))


def files(settings):
    root = settings.PAGE_STORE_FOLDER
    found = (path.name for path in root.rglob("*") if path.is_file())
    return sorted(name for name in found if name != folder.TURNS)


def test_the_quick_forms_give_way_to_the_smallest():
    made = page()
    best = len(brotli.compress(made.body, quality=11))
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    quick = {name: answer(made, name) for name in unpack}
    assert len(quick["br"].content) > best * 1.05
    made.pack_best()
    for name, before in quick.items():
        after = answer(made, name)
        assert unpack[name](after.content) == unpack[name](before.content) == made.body
        assert len(after.content) < len(before.content)
        # A strong tag names bytes, and these are others; but who has the one needs not the other.
        assert after["ETag"] != before["ETag"]
        again = {"If-None-Match": before["ETag"]}
        assert answer(made, name, **again).status_code == 304
        assert answer(made, "identity", **again).status_code == 200
    assert len(answer(made, "br").content) <= best * 1.05
    other = {"If-None-Match": answer(made, "br")["ETag"]}
    assert answer(page(), "br", **other).status_code == 304


def test_a_page_that_takes_too_long_to_pack_keeps_its_quick_forms():
    made = page("x" * (LONGEST_FOR_BEST + 1))
    before = answer(made, "br")
    made.pack_best()
    assert answer(made, "br")["ETag"] == before["ETag"]


def test_a_page_that_was_replaced_meanwhile_is_not_finished(kept):
    old, new = page(number=1), page(number=2)
    pages.put(KEY, new)
    finishing.finish(KEY, old)
    assert (old.forms, files(kept)) == ({}, [])
    finishing.finish(KEY, new)
    assert set(new.forms) == {"br", "gzip"}
    assert len(files(kept)) == 1


def test_one_process_packs_and_the_others_have_it_from_the_folder(kept, monkeypatch):
    builder, other, alike = page(), page(), page(TEXT + "<p>")
    pages.put(KEY, builder)
    finishing.finish(KEY, builder)
    monkeypatch.setattr(StoredPage, "pack_best", lambda page: pytest.fail("packed twice"))
    before = answer(other, "br")["ETag"]
    pages.put(KEY, other)
    finishing.finish(KEY, other)
    assert other.forms["br"] == builder.forms["br"]
    assert answer(other, "br")["ETag"] == builder.forms["br"].etag != before
    finishing.finish(KEY, other)
    # Other bytes under the same number are no one's smaller form.
    pages.put(KEY, alike)
    with pytest.raises(pytest.fail.Exception, match="packed twice"):
        finishing.finish(KEY, alike)


def test_another_process_reads_the_same_page(kept):
    until = "2027-02-10T13:00+01:00"
    made = page(valid_until=datetime.fromisoformat(until))
    made.pack_best()
    folder.write(KEY, made)
    read = folder.read(KEY, 1)
    assert (read.body, read.headers, read.generation) == (made.body, made.headers, 1)
    assert (read.forms, read.valid_until) == (made.forms, made.valid_until)
    assert folder.read(KEY, 2) is None
    assert folder.read(("en", *KEY[1:]), 1) is None


def test_without_a_number_the_newest_is_read(kept):
    for number in (9, 10, 8):
        folder.write(KEY, page(f"generation {number}", number))
    assert folder.read(KEY).body == b"generation 10"
    folder.drop(KEY)
    assert folder.read(KEY) is None


def test_nothing_of_another_release_or_another_hand_is_served(kept):
    folder.write(KEY, page())
    kept.PAGE_STORE_RELEASE = "two"
    assert folder.read(KEY, 1) is None
    kept.PAGE_STORE_RELEASE = "one"
    kept.SECRET_KEY = "another"
    assert folder.read(KEY, 1) is None
    kept.SECRET_KEY = "of-the-tests"
    assert folder.read(KEY, 1) is not None
    [path] = [one for one in kept.PAGE_STORE_FOLDER.rglob("*") if one.is_file()]
    path.write_bytes(path.read_bytes().replace(b"Arrangement 7 ", b"Arrangement 8 "))
    assert folder.read(KEY, 1) is None
    assert files(kept) == []


def test_a_folder_that_others_may_write_is_not_used(kept, caplog):
    folder.write(KEY, page())
    [inner] = kept.PAGE_STORE_FOLDER.iterdir()
    inner.chmod(0o777)
    assert folder.read(KEY, 1) is None
    kept.PAGE_STORE_FOLDER = "/dev/null/pages"
    assert folder.read(KEY, 1) is None
    assert "/dev/null/pages cannot be used" in caplog.text


def test_the_folder_is_bounded_and_forgets_what_was_replaced(kept):
    body = "0123456789" * 100
    for n in range(20):
        folder.write(("nb", f"/{n}/", ()), page(body, 5))
    for number in (3, 4):
        folder.write(KEY, page(body, number))
    [inner] = kept.PAGE_STORE_FOLDER.iterdir()
    (inner / "new-left").write_text("half a page")
    folder.tidy(inner, 5)
    # The older of two generations goes, and a page being written now stays.
    assert len(files(kept)) == 22
    assert "new-left" in files(kept)
    kept.PAGE_STORE_FOLDER_BYTES = 6000
    folder.tidy(inner, 5)
    assert 3 <= len(files(kept)) <= 6
