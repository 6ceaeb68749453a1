"""What every template may use about the site itself. Never the user, session or cookies: a
published page is the same bytes for everyone."""

from django.conf import settings

from enbyforalle.lib.i18n import alternate_language, alternate_url, page_language


def site(request):
    """`site`: the names and addresses that another municipality sets for its own week.

    `canonical` is this page's full address without filters; `alternate` is the same page in the
    other language, `alternate_path` with the filters kept. They are worked out when shown.
    """
    english = page_language() == "en"

    def other(path_only):
        there = alternate_url(request)
        return there if path_only else settings.SITE_URL + there.partition("?")[0]

    return {
        "site": {
            "name": settings.SITE_NAME_EN if english else settings.SITE_NAME,
            "name_nb": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "municipality": settings.MUNICIPALITY,
            "contact_email": settings.CONTACT_EMAIL,
            "accessibility_statement_url": settings.ACCESSIBILITY_STATEMENT_URL,
            "demo": settings.DEMO,
            "language": page_language(),
            "alternate_language": alternate_language(),
            "canonical": settings.SITE_URL + request.path,
            "alternate": lambda: other(path_only=False),
            "alternate_path": lambda: other(path_only=True),
        }
    }
