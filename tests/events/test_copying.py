"""A copy of a text says all that the text says, in rows of its own."""

import pytest

from events.domain.copying import NOT_COPIED, ROWS, copy_content
from events.domain.differences import differences
from events.models import Contributor, Image, PriceTier, Version
from events.models.content import Content
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_copy_says_the_same_in_rows_of_its_own():
    source = make.make_event(age_min=0, is_drop_in=True, capacity=9).live
    event, by = source.event, source.created_by
    PriceTier.objects.create(version=source, label_nb="Voksen", amount=50)
    Contributor.objects.create(version=source, name="Kari", role="speaker")
    image = Image.objects.create(event=event, width=9, height=9, uploaded_by=by)
    source.pictures.create(image=image, alt_nb="Et hus")
    before = {name: set(getattr(source, name).values_list("pk", flat=True)) for name in ROWS}
    assert all(before.values())
    target = Version(event=event, number=2, created_by=by)
    assert copy_content(source, target) == target
    both = Version.objects.with_content()
    source, target = both.get(pk=source.pk), both.get(pk=target.pk)
    assert differences(source, target, joining=()).is_empty
    for name in ROWS:
        rows = getattr(target, name).all()
        assert len(rows) == len(before[name])
        assert not {row.pk for row in rows} & before[name]
        assert {row.pk for row in getattr(source, name).all()} == before[name]
    # Each text confirms the criteria itself.
    assert (source.accepts_criteria, target.accepts_criteria) == (True, False)
    columns = [field.name for field in Content._meta.get_fields() if not field.many_to_many]
    for name in set(columns) - NOT_COPIED:
        assert getattr(target, name) == getattr(source, name), name
