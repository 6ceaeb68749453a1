"""People in the admin: their roles, and how they are forgotten. Nobody is deleted by hand."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisers.domain import people
from organisers.domain.errors import Refused
from organisers.models import User

# The groups' own names are keys; people read these.
ROLE_NAMES = {
    "coordinator": gettext_lazy("Coordinator"),
    "reviewer": gettext_lazy("Reviewer"),
    "content editor": gettext_lazy("Content editor"),
}


def role_name(group):
    return str(ROLE_NAMES.get(group.name, group.name))


class RolesField(forms.ModelMultipleChoiceField):
    """Tick boxes: there are three roles, and a list of many is hard by keyboard."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return role_name(obj)


class PersonForm(forms.ModelForm):
    groups = RolesField(
        Group.objects.order_by("pk"),
        label=gettext_lazy("Roles"),
        required=False,
        help_text=gettext_lazy("A person with a role may enter the administration."),
    )

    class Meta:
        model = User
        fields = ("email", "name", "language", "groups")

    def clean_email(self):
        """One person one address, whatever the case it is written in."""
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = PersonForm
    list_display = ("email", "name", "roles", "is_active", "date_joined", "last_login")
    list_filter = ("groups", "is_staff", "is_active", "language")
    search_fields = ("email", "name")
    actions = None
    change_form_template = "admin/organisers/user/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fields(self, request, obj=None):
        shown = ("is_active", "is_superuser", "date_joined", "last_login", "anonymised_at")
        return (*self.form.Meta.fields, *(shown if obj else ()))

    def get_readonly_fields(self, request, obj=None):
        # Whoever could change an address could have its codes sent to themselves.
        shown = ("is_active", "is_superuser", "date_joined", "last_login", "anonymised_at")
        return ("email", *shown) if obj else ()

    def has_change_permission(self, request, obj=None):
        """A superuser is changed by superusers alone, and nobody who is forgotten."""
        allowed = super().has_change_permission(request, obj)
        if obj is None:
            return allowed
        mighty = request.user.is_superuser or not obj.is_superuser
        return allowed and mighty and obj.anonymised_at is None

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        people.change_roles(form.instance, by=request.user, groups=form.cleaned_data["groups"])

    def get_urls(self):
        view = self.admin_site.admin_view(anonymise)
        own = path("<int:pk>/anonymise/", view, name="organisers_user_anonymise")
        return [own, *super().get_urls()]

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        return ", ".join(role_name(group) for group in user.groups.all())


def anonymise(request, pk):
    """Ask once more, and forget the person."""
    user = get_object_or_404(User, pk=pk)
    if not request.user.has_perm(people.FORGET) or user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        try:
            people.anonymise_user(user, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The person is forgotten."))
        return redirect("admin:organisers_user_changelist")
    context = {**admin.site.each_context(request), "title": str(user), "person": user}
    return render(request, "admin/organisers/user/anonymise.html", context)
