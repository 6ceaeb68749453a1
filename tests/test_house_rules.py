"""The rules of the house, read from the source. docs/architecture.md tells why they are there."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from tests import source

# Which part may import which: only one with a higher number than its own, or itself.
PARTS = {
    "enbyforalle": 0,
    "events": 1,
    "organisers": 2,
    "enbyforalle.pages": 2,
    "enbyforalle.jobs": 3,
    "enbyforalle.publishing": 3,
    "enbyforalle.lib": 4,
}

# The same inside an app: a module may import those with its own number or a lower one.
FLOORS = [
    {"enums", "querysets", "validators"},
    # Permissions ask models, and a model's question ("may this be sent?") asks permissions.
    {"models", "permissions"},
    {"domain", "emails", "mail", "search"},
    # What reads and prepares: filters, forms, and every module that no other floor names.
    {"filters", "forms"},
    # Tasks are work asked for by name: they may use all that prepares, and nothing imports them.
    {"tasks", "views", "admin", "feeds", "management", "templatetags", "context", "middleware"},
    {"urls", "desk_urls", "machine_urls"},
    {"apps"},
]
PREPARING = 3
APPS_WITH_FLOORS = ("events", "organisers", "enbyforalle.pages")

JUNK_DRAWERS = {"utils", "helpers", "services", "common", "core", "misc", "managers"}

FILE_LINES = 300
FUNCTION_LINES = 50
TEMPLATE_LINES = 120
TEST_FILE_LINES = 500


def part_of(name):
    """The part a module belongs to: the longest of PARTS that its name begins with."""
    return max((part for part in PARTS if name == part or name.startswith(part + ".")), key=len)


def floor_of(name, part):
    module = name.removeprefix(part).lstrip(".").partition(".")[0]
    return next((number for number, names in enumerate(FLOORS) if module in names), PREPARING)


def test_parts_import_one_way():
    wrong = [
        f"{name} imports {target}"
        for name in source.modules()
        for target in source.imports(name)
        if part_of(name) != part_of(target) and PARTS[part_of(name)] >= PARTS[part_of(target)]
    ]
    assert wrong == []


@pytest.mark.parametrize("part", APPS_WITH_FLOORS)
def test_modules_of_an_app_import_downwards(part):
    names = [name for name in source.modules() if part_of(name) == part and name != part]
    wrong = [
        f"{name} imports {target}"
        for name in names
        for target in source.imports(name)
        if part_of(target) == part
        and target != part
        and floor_of(target, part) > floor_of(name, part)
    ]
    assert wrong == []


def test_no_module_is_a_junk_drawer():
    assert [name for name in source.modules() if JUNK_DRAWERS & set(name.split("."))] == []


def test_files_are_short():
    long = {
        name: source.code_lines(path)
        for name, path in source.modules().items()
        if source.code_lines(path) > FILE_LINES
    }
    assert long == {}


def test_functions_are_short():
    long = [
        f"{name}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for name in source.modules()
        for node in ast.walk(source.tree(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_templates_are_short():
    long = [name for name, text in source.templates().items() if text.count("\n") > TEMPLATE_LINES]
    assert long == []


def test_test_files_are_short():
    long = [
        str(path.relative_to(source.ROOT))
        for path in (source.ROOT / "tests").rglob("*.py")
        if source.code_lines(path) > TEST_FILE_LINES
    ]
    assert long == []


# Scripts and styles

INLINE = {
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    # A block of data is no script: browsers do not run application/ld+json.
    "an inline script": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.I
    ),
}


def is_mail(name):
    """Mail programs know no style sheets; a mail's styles stand in its elements."""
    return name.endswith("-body.html") or "mail-base" in name


def test_no_template_has_inline_script_or_style():
    wrong = [
        f"{name} has {what}"
        for name, text in source.templates().items()
        for what, pattern in INLINE.items()
        if pattern.search(text) and not is_mail(name)
    ]
    assert wrong == []


def test_no_code_writes_inline_script_or_style():
    wrong = [
        f"{name}:{node.lineno} writes {what}"
        for name in source.modules()
        for node in ast.walk(source.tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value
        for what, pattern in INLINE.items()
        if pattern.search(node.value)
    ]
    assert wrong == []


# Templates

# Django and allauth look these up themselves.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"}
MAIL_ENDINGS = re.compile(r"-(subject\.txt|body\.txt|body\.html)$")
USED_IN_TEMPLATE = re.compile(r"{%-?\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")


def replaces_a_library_template(name):
    """Whether the template stands in for one of Django's or allauth's."""
    folders = [Path(config.path, "templates") for config in apps.get_app_configs()]
    return any(
        (folder / name).exists() for folder in folders if folder != source.ROOT / "enbyforalle"
    )


def test_every_template_is_used():
    patterns = [re.compile(pattern) for pattern in source.string_patterns()]
    used = BY_CONVENTION | {
        name for text in source.templates().values() for name in USED_IN_TEMPLATE.findall(text)
    }
    unused = [
        name
        for name in source.templates()
        if name not in used
        and not replaces_a_library_template(name)
        and not any(
            pattern.fullmatch(name) or pattern.fullmatch(MAIL_ENDINGS.sub("", name))
            for pattern in patterns
        )
    ]
    assert unused == []


# Words

LEFT_OPEN = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
REGISTRY = re.compile(r"p" r"ypi\b|npm" r"js|/work/|/opt/", re.I)


def tracked_text_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=source.ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = source.ROOT / name
        if path.is_file() and path.suffix not in {".mo", ".png", ".jpg", ".webp", ".ico"}:
            yield name, path.read_text(encoding="utf-8", errors="replace")


def test_nothing_is_left_open_and_no_registry_is_named():
    if not (source.ROOT / ".git").exists():
        pytest.skip("not a clone, so there is no list of files")
    own = "tests/test_house_rules.py"
    wrong = [
        f"{name}: {match[0]}"
        for name, text in tracked_text_files()
        for match in [LEFT_OPEN.search(text) or REGISTRY.search(text)]
        if match and name != own
    ]
    assert wrong == []


PINNED = re.compile(
    r"[a-z0-9._\[\],-]+==\S+( ; [^\\]+)? \\\n(\s+--hash=sha256:\w{64}( \\)?(\n|$))+"
)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_address(name):
    text = (source.ROOT / name).read_text()
    blocks = re.split(r"\n(?=[^\s#])", text)
    assert len(blocks) > 10
    assert [block for block in blocks if not PINNED.match(block)] == []
    assert "://" not in text


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_direct_requirement_says_why(name):
    """A comment stands above each, or above the group it belongs to."""
    text = (source.ROOT / name).read_text()
    blocks = re.findall(r"((?:^#.*\n)*)((?:^[^#\s-].*\n)+)", text, flags=re.M)
    assert len(blocks) > 5
    assert [packages for why, packages in blocks if not why] == []


# States

STATES = {"state", "is_live", "status"}
WRITES = {"update", "create", "get_or_create", "update_or_create", "bulk_create"}
MAY_WRITE = ("events.domain", "organisers.domain")
MODELS_WITH_STATE = {"Version", "Session", "Event", "Organiser", "OrganiserText", "Material"}


def state_writes(name):
    """Lines of the module that set a state of an event, a version, a session or an organiser."""
    for node in ast.walk(source.tree(name)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(is_state(target) for target in targets):
                yield node.lineno
        elif isinstance(node, ast.Call) and is_state_call(node):
            yield node.lineno


def is_state(target):
    """Whether `target.state = …` writes one; a Standing only shows the words for it."""
    owner = getattr(getattr(target, "value", None), "id", "")
    return isinstance(target, ast.Attribute) and target.attr in STATES and owner != "standing"


def is_state_call(call):
    """update(state=…), Version(state=…), setattr(row, "state", …)."""
    function = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if function == "setattr":
        return any(isinstance(a, ast.Constant) and a.value in STATES for a in call.args)
    names = {keyword.arg for keyword in call.keywords}
    return function in WRITES | MODELS_WITH_STATE and bool(names & STATES)


def test_only_verbs_write_a_state():
    parts = ("events", "organisers", "enbyforalle", "enbyforalle.pages")
    wrong = [
        f"{name}:{line}"
        for name in source.modules()
        if part_of(name) in parts and not name.startswith(MAY_WRITE)
        for line in state_writes(name)
    ]
    assert wrong == []
    # The rule would hold for a house without verbs too, so this one must see them.
    assert list(state_writes("events.domain.review")) != []


# The environment

CALLS = ("text", "required", "flag", "number", "listed", "web_address", "site_address")
CALLS += ("moment", "organisation_number", "database", "mail")


def variables_read():
    """The names our code asks the environment for, by way of enbyforalle/environment.py."""
    return {
        node.args[0].value
        for name in source.modules()
        for node in ast.walk(source.tree(name))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value).isupper()
    }


def test_every_variable_of_the_environment_is_documented():
    text = (source.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", text, flags=re.M))
    assert documented == variables_read()


def test_the_environment_is_read_in_one_place():
    asks = re.compile(r"\bos\.(environ|getenv)\b")
    asking = {name for name in source.modules() if asks.search(ast.unparse(source.tree(name)))}
    assert asking == {"enbyforalle.environment", "enbyforalle.wsgi"}
