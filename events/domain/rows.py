"""The rows of an editable version: access answers, languages, prices, contributors, pictures."""

import uuid
from typing import NamedTuple

from django.db import transaction

from enbyforalle.jobs.tasks import task
from enbyforalle.lib import images
from events.domain.drafts import editable, touch
from events.models import (
    AccessFeature,
    Contributor,
    Image,
    Picture,
    PriceTier,
    VersionAccess,
    VersionLanguage,
)

# What may be written about a picture; which file and which version it belongs to is fixed.
PICTURE_WORDS = frozenset(
    ("is_decorative", "alt_nb", "alt_en", "caption_nb", "caption_en", "credit")
    + ("consent_basis", "consent_expires_on", "position")
)


@transaction.atomic
def set_access(version, answers, *, by):
    """Write access answers by feature code: "yes", "no", or None for not known (no row).

    Questions that are not named keep their answer; codes of no question are passed over.
    """
    version = editable(version, by=by)
    version.access_answers.filter(feature__code__in=answers).delete()
    VersionAccess.objects.bulk_create(
        VersionAccess(version=version, feature=feature, answer=answers[feature.code])
        for feature in AccessFeature.objects.filter(code__in=answers)
        if answers[feature.code]
    )
    return touch(version)


@transaction.atomic
def set_languages(version, use, codes, *, by):
    """Replace the languages of one use (see ``LanguageUse``), in the order given."""
    version = editable(version, by=by)
    version.languages.filter(use=use).delete()
    VersionLanguage.objects.bulk_create(
        VersionLanguage(version=version, use=use, code=code, position=position)
        for position, code in enumerate(dict.fromkeys(codes))
    )
    return touch(version)


@transaction.atomic
def set_prices(version, rows, *, by):
    """Replace the prices; each row is a dict of ``label_nb``, ``label_en`` and ``amount``."""
    return _replace(version, "price_tiers", PriceTier, rows, by=by)


@transaction.atomic
def set_contributors(version, rows, *, by):
    """Replace the contributors; each row is a dict of the model's fields."""
    return _replace(version, "contributors", Contributor, rows, by=by)


def _replace(version, name, model, rows, *, by):
    version = editable(version, by=by)
    getattr(version, name).all().delete()
    model.objects.bulk_create(
        model(version=version, position=position, **row) for position, row in enumerate(rows)
    )
    return touch(version)


@task("finish-picture")
def finish_picture(picture):
    """Paint the larger files of a picture that was taken in a request."""
    images.finish(picture)


class PreparedPicture(NamedTuple):
    """An upload that is taken (see ``images``), and that no row names yet."""

    key: uuid.UUID
    stored: images.StoredPicture


def prepare_picture(version, upload, *, by):
    """Take an uploaded picture; returns the PreparedPicture for ``add_picture``.

    Raises ``images.PictureRefused`` with a sentence that says what to send instead. For whoever
    adds it in a transaction with other things: on SQLite a transaction keeps every other writer
    waiting, so nothing is drawn in one. A file that no row names harms nobody.
    """
    with transaction.atomic():
        # Nobody's upload is worked on who may not add it.
        editable(version, by=by)
    key = uuid.uuid4()
    return PreparedPicture(key, images.take(upload, key))


def add_picture(version, upload, *, by, **words):
    """Store an uploaded picture and show it in the version; returns the Picture.

    ``upload`` is a file, or what ``prepare_picture`` has made of one: then a job paints the larger
    files. Raises ``images.PictureRefused`` as that does.
    """
    _check_words(words)
    is_ready = isinstance(upload, PreparedPicture)
    prepared = upload if is_ready else prepare_picture(version, upload, by=by)
    if not is_ready:
        # Nobody waits for this caller, so nothing is left to a job.
        images.finish(prepared.key)
    with transaction.atomic():
        picture = _write_picture(version, prepared.key, prepared.stored, by=by, **words)
        if is_ready:
            about = picture.version.event.reference
            finish_picture.enqueue(about=about, picture=str(prepared.key))
    return picture


def _write_picture(version, key, stored, *, by, **words):
    version = editable(version, by=by)
    image = Image.objects.create(
        key=key,
        event=version.event,
        width=stored.width,
        height=stored.height,
        widths=list(stored.widths),
        uploaded_by=by,
    )
    words = {"position": version.pictures.count()} | words
    picture = Picture.objects.create(version=version, image=image, **words)
    touch(version)
    return picture


@transaction.atomic
def change_picture(picture, *, by, **words):
    """Change the words about a picture of an editable version; returns the Picture."""
    _check_words(words)
    version = editable(picture.version, by=by)
    picture = version.pictures.get(pk=picture.pk)
    for name, value in words.items():
        setattr(picture, name, value)
    picture.save(update_fields=list(words))
    touch(version)
    return picture


@transaction.atomic
def remove_picture(picture, *, by):
    """Take a picture out of an editable version. The file stays for versions that show it."""
    version = editable(picture.version, by=by)
    version.pictures.filter(pk=picture.pk).delete()
    touch(version)


def _check_words(words):
    if unknown := set(words) - PICTURE_WORDS:
        raise TypeError(f"Not words about a picture: {sorted(unknown)}")
