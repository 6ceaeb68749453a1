"""The evening of the deadline in small: every save that was acknowledged is found afterwards."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from enbyforalle.lib import images
from events.domain import rows
from tests import factories as make
from tests.bench import cast, evening, servers, site
from tests.bench.browser import Answer
from tests.events.desk.pictures import jpeg

PAGE = """
<form id="other" action="/b/"></form>
<form method="post" action="/a/?x=1&amp;y=2" id="step-form"><input type="hidden" name="seen"
value="{&quot;a&quot;: 1}"><input name="title" value="En &amp; to"><input type="file" name="file">
<input type="checkbox" name="free" value="1" checked><input type="checkbox" name="full" value="1">
<input type="radio" name="way" value="a"><input type="radio" name="way" value="b" checked>
<input name="off" value="x" disabled><button name="go" value="next">Lagre</button>
<textarea name="text">
Første &lt;b&gt;
Andre</textarea><textarea name="none"></textarea>
<select name="one"><option value="">Velg</option><option value="f" selected>F</option></select>
<select name="two"><option>Først</option><option>Sist</option></select>
<select name="many" multiple><option value="1">1</option></select></form>
"""


def test_a_form_is_sent_as_browsers_send_it():
    form = Answer(200, "", PAGE, 0.1).form('id="step-form"')
    assert (form.action, form.value("seen")) == ("/a/?x=1&y=2", '{"a": 1}')
    form.fill("title", "Tre")
    assert form.fields[1:] == [
        ("title", "Tre"),
        ("free", "1"),
        ("way", "b"),
        ("text", "Første <b>\r\nAndre"),
        ("none", ""),
        ("one", "f"),
        ("two", "Først"),
    ]
    with pytest.raises(KeyError):
        form.fill("off", "y")


@pytest.mark.one_database
@pytest.mark.django_db
def test_what_is_lost_is_told():
    owner = make.make_user()
    organiser = make.make_organiser(owner=owner)
    draft = make.make_event(
        organiser=organiser, by=owner, state="draft", description_nb="nr1. nr3."
    )
    live = make.make_event().live
    words = {"alt_nb": "nr2.", "consent_basis": "no_people"}
    picture = rows.add_picture(draft.open, SimpleUploadedFile("a.jpg", jpeg()), by=owner, **words)
    saved = [("description_nb", "nr1."), ("description_nb", "nr3."), ("picture", "nr2.")]
    told = {"saved": {str(draft.open.pk): saved}, "approved": [live.pk]}
    assert cast.lost(told) == []
    saved += [("description_nb", "nr30."), ("picture", "nr4.")]
    told["approved"].append(draft.open.pk)
    name = images.path(picture.image_id, 1600, "webp")
    default_storage.delete(name)
    assert cast.lost(told) == [
        f"file {name}",
        f"description_nb nr30. of version {draft.open.pk}",
        f"picture nr4. of version {draft.open.pk}",
        f"approval of {draft.open.pk}",
    ]


@pytest.mark.long
@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL"])
def test_every_acknowledged_save_is_found(kind, tmp_path, monkeypatch):
    # The site's processes are no tests, and are to have its own settings.
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")
    port = servers.free_port()
    with site.prepared(kind, tmp_path, port) as environ:
        if environ is None:
            pytest.skip("PostgreSQL is missing")
        with site.served(environ, port) as server, evening.worker(environ):
            told = evening.write(environ, evening.prepare(server, environ, tmp_path, 16, 25))
            after = evening.found(environ, tmp_path, told)
    assert (after, told["refused"]) == ({"lost": [], "waiting": 0, "dead": 0}, [])
    assert set(told["statuses"]) == {"200", "302"}
    assert len(told["approved"]) >= 2
    assert len(told["times"]) > 20
    assert told["picture_times"]
