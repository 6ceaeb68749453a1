"""On a phone the lists of the administration stand on end, and each cell tells what it is."""

import re
from html import unescape

import pytest

from enbyforalle.templatetags.lists import named

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_cell_has_the_name_of_its_column(at_work, submitted, prefix):
    for path in ("events/version", "events/event", "organisers/organiser", "organisers/user"):
        body = unescape(at_work.get(f"{prefix}/admin/{path}/").content.decode())
        head, rows = re.search(r"<thead>(.*?)</thead>\s*<tbody>(.*?)</tbody>", body, re.S).groups()
        columns = re.findall(r'<div class="text"><(?:a|span)[^>]*>(.*?)</(?:a|span)>', head)
        columns = [name for name in columns if not name.startswith("<")]
        [first, *_more] = re.findall(r"<tr>(.*?)</tr>", rows, re.S)
        names = re.findall(r'<td data-label="([^"]+)" class=', first)
        # The one that is a link is the row's heading and needs no name.
        heading = len(re.findall("<th ", first))
        assert (heading, len(names)) == (1, len(columns) - 1), path
        assert [name for name in columns if name in names] == names, path


def test_names_are_escaped_and_boxes_have_none():
    box, cell = '<td class="action-checkbox">x</td>', '<td class="field-a">1</td>'
    headers = [{"text": "<input type=checkbox>"}, {"text": 'før "nå" <b>'}]
    assert list(named([box, cell], headers)) == [
        box,
        '<td data-label="Før &quot;nå&quot; &lt;b&gt;" class="field-a">1</td>',
    ]
