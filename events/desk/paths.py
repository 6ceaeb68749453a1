"""Which way through the form somebody has chosen: two short pages, or all five steps."""

from django.urls import reverse

from events.forms.steps import BY_NAME, SHORT, STEPS

SESSION_KEY = "short_paths"
MOST = 20
# What the short pages do not ask, so that it can only have been begun in the five steps.
ONLY_IN_FULL = ("audience_restriction", "registration_deadline", "picture-")


def choose(request, event, *, is_short):
    """Remember the choice for this event, as long as the sign-in lasts."""
    if is_short == is_chosen_short(request, event):
        return
    chosen = [row for row in request.session.get(SESSION_KEY, []) if row != event.reference]
    request.session[SESSION_KEY] = ([event.reference] if is_short else []) + chosen[: MOST - 1]


def is_chosen_short(request, event):
    """Whether the short path was chosen for this event."""
    return event.reference in request.session.get(SESSION_KEY, [])


def path_of(step):
    """The steps of the path that the step lies on."""
    return SHORT if step.is_short else STEPS


def url_of(step, event):
    """The address of a step of the form."""
    return reverse(f"desk:{step.name}", args=[event.reference])


def after(step, event):
    """Where "Save and continue" leads: the next step, after the last one the preview."""
    steps = path_of(step)
    place = steps.index(step) + 1
    if place < len(steps):
        return url_of(steps[place], event)
    return reverse("desk:preview", args=[event.reference])


def url_of_missing(lack, event, *, short):
    """The address of the field where something is missing."""
    step = BY_NAME[lack.step]
    if short and not lack.field.startswith(ONLY_IN_FULL):
        step = next((row for row in SHORT if lack.step in row.covers), step)
    return f"{url_of(step, event)}#{anchor(lack.field)}"


def anchor(field):
    """The id of a field in its page; groups of questions and rows have ids of their own."""
    return GROUP_IDS.get(field, f"id_{field}")


# What is not one field is reached by the id of the group.
GROUP_IDS = {
    "times": "id_times-0-date",
    "prices": "id_prices-0-label_nb",
    "access": "access",
    "types": "id_types_0",
    "topics": "id_topics_0",
    "audiences": "id_audiences_0",
}
