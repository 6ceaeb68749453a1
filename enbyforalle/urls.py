"""Root addresses. Norwegian has no prefix, English lives under /en/; files have no last slash.

/healthz and /readyz are answered by enbyforalle.middleware.HealthMiddleware.
"""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from enbyforalle.gallery import gallery
from enbyforalle.lib.i18n import words

admin.autodiscover()
# One door for everybody: limits on guessing and sign-in by code hold for the admin too.
admin.site.login = secure_admin_login(admin.site.login)

handler400 = "enbyforalle.errors.bad_request"
handler403 = "enbyforalle.errors.permission_denied"
handler404 = "enbyforalle.errors.not_found"
handler500 = "enbyforalle.errors.server_error"


urlpatterns = [
    path("", include("events.machine_urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path(words("arrangor/", "organiser/"), include("events.desk_urls")),
        path(words("konto/", "account/"), include("organisers.urls")),
        path(words("konto/", "account/"), include("allauth.account.urls")),
        path("", include("events.urls")),
        path("", include("enbyforalle.pages.urls")),
        prefix_default_language=False,
    ),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("komponenter/", gallery, name="gallery"))
