"""Rows of the database as objects of their models, of the columns that lists show and no more.

Django's own way from a row to an object asks every column, tells every listener and sets every
attribute by its name, which for a thousand rows costs more than reading them. The objects here
are the same, with the models' own properties, and are for reading alone. They never ask the
database by themselves: a column or a relation that was not read warns, and in tests a warning is
an error, since a list that asks once for each of its rows is found nowhere else.
"""

import warnings
from collections import defaultdict

from django.db.models import F, Func, Subquery, TextField, Value
from django.db.models.base import ModelState
from django.db.models.functions import Concat


class OneByOne(UserWarning):
    """A row of a list asked the database for itself."""


class _Read(ModelState):
    """The state of an object that was read by ``objects``."""

    adding = False

    @property
    def db(self):
        # Django asks for this before it reads anything on behalf of the object.
        warnings.warn("A row of a list asks for what the list has not read.", OneByOne, 2)


def objects(queryset, columns):
    """A list of the queryset's rows as objects, with these columns (attribute names) and no more.

    Foreign keys lead only to what ``join`` puts there.
    """
    make = maker(queryset.model, columns)
    return [make(values) for values in queryset.values_list(*columns)]


def maker(model, columns):
    """A function that makes an object of the model from the values of these columns."""

    def make(values):
        row = model.__new__(model)
        kept = row.__dict__
        kept.update(zip(columns, values, strict=False))
        kept["_state"] = state = _Read()
        state.fields_cache = {}
        return row

    return make


class _Together(Func):
    """Texts of many rows as one, with commas between; None where there is no row."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def together(rows, *names):
    """A column with all that hangs on a row, as one text: rows of 25 000 codes cost more to read
    than to find. Commas stand between the rows (of ``OuterRef``), in no order, and colons between
    the columns named; keys, numbers and codes hold neither. None where there is no row.
    """
    first, *others = names
    text = F(first)
    if others:
        parts = [part for name in others for part in (Value(":"), F(name))]
        text = Concat(first, *parts, output_field=TextField())
    return Subquery(rows.order_by().values_list(_Together(text)))


def join(row, **related):
    """Let the row know rows that its foreign keys lead to; what ``row.name = …`` does, checked
    by nobody a hundred thousand times."""
    row._state.fields_cache.update(related)


def keep(row, **lists):
    """Let ``row.<name>.all()`` give these, as a prefetch does."""
    row.__dict__.setdefault("_prefetched_objects_cache", {}).update(lists)


def kept(row, name):
    """What ``row.<name>.all()`` gives. A manager costs more to make than most lists are long."""
    lists = row.__dict__.get("_prefetched_objects_cache")
    if lists is not None and name in lists:
        return lists[name]
    return getattr(row, name).all()


def grouped(rows, key):
    """{value of the attribute: its rows, in their own order}; a missing key is an empty list."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
