"""A page of the form as a browser without scripts sees it: read the fields, change some, send."""

from html.parser import HTMLParser


class Sheet(HTMLParser):
    """The successful controls of the page's form, its errors by field, and its headings."""

    def __init__(self, response):
        super().__init__()
        self.response = response
        self.html = response.content.decode()
        self.fields = {}
        self.errors = {}
        self.fieldset_ids = set()
        self._depth_of_form = 0
        self._in_template = 0
        self._select = self._area = self._error = None
        self.feed(self.html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "template":
            self._in_template += 1
        if tag == "form" and "step-form" in (attrs.get("class") or ""):
            self._depth_of_form = 1
        if tag == "div" and attrs.get("class") == "err":
            self._error = attrs["id"]
            self.errors[self._error] = ""
        if not self._depth_of_form or self._in_template:
            return
        name = attrs.get("name")
        if tag == "input" and name:
            self._input(name, attrs)
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in attrs:
            self.fields[self._select] = attrs.get("value", "")

    def _input(self, name, attrs):
        kind = attrs.get("type", "text")
        if kind == "file":
            return
        if kind == "checkbox":
            if "checked" in attrs:
                self.fields.setdefault(name, [])
                self.fields[name].append(attrs.get("value", "on"))
        elif kind == "radio":
            if "checked" in attrs:
                self.fields[name] = attrs["value"]
        else:
            self.fields[name] = attrs.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "template":
            self._in_template -= 1
        if tag == "form":
            self._depth_of_form = 0
        if tag == "textarea":
            # A browser leaves out the first line break after the tag.
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = None
        if tag == "select":
            self._select = None
        if tag == "div":
            self._error = None

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] += data
        if self._error:
            self.errors[self._error] += data.strip()

    def error(self, field):
        """The words beside a field, or nothing."""
        return self.errors.get(f"id_{field}_error", "")


def open_sheet(client, url):
    """GET a page of the form."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code, response.headers)
    return Sheet(response)


def send(client, url, changes, *, fields=None, **headers):
    """Change some fields of the page (or of ``fields``) and send it as a browser would."""
    fields = dict(open_sheet(client, url).fields if fields is None else fields)
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    return client.post(url, fields, **headers)
