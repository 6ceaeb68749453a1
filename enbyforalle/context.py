"""What every template may use about the site itself."""

from django.conf import settings

from enbyforalle.lib.i18n import alternate_language, alternate_url, page_language


def our_site(request):
    """`our`: names that another municipality sets for its own week, and this page's addresses.

    Not `site`, a name that allauth's views give to something of their own.

    `canonical` and `alternate` are absolute and without the query, for machines;
    `alternate_path` keeps the query, for the visitor who changes language in a filtered list.
    """
    language = page_language()
    alternate_path = alternate_url(request)
    return {
        "our": {
            "name": settings.SITE_NAME_EN if language == "en" else settings.SITE_NAME,
            "name_nb": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "municipality": settings.MUNICIPALITY,
            "contact_email": settings.CONTACT_EMAIL,
            "accessibility_statement_url": settings.ACCESSIBILITY_STATEMENT_URL,
            "demo": settings.DEMO,
            "language": language,
            "alternate_language": alternate_language(),
            "alternate_path": alternate_path,
            "canonical": settings.SITE_URL + request.path,
            "alternate": settings.SITE_URL + alternate_path.partition("?")[0],
        }
    }
