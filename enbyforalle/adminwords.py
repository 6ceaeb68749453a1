"""Words of Django's admin whose Norwegian is wrong for our things.

Django says «Legg til ny sted», as if everything were masculine. The catalogue of the project goes
before Django's own, and what stands here keeps these messages in it.
"""

from django.utils.translation import gettext_noop

OF_DJANGO = (
    gettext_noop("Add %s"),
    gettext_noop("Add %(name)s"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop("Add another %(model)s"),
    gettext_noop("Change selected %(model)s"),
)
