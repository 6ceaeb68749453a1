"""The mutants of one module: each a small thing wrong with its rules, put into the parsed source.

Left alone, because a test cannot or need not see them: decorators and `select_for_update` (what
happens to two at once is held by test_concurrency.py), what only saves queries, annotations,
docstrings, and the wording of sentences for people.
"""

import ast
from dataclasses import dataclass

OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
# Calls whose arguments are sentences for people.
SENTENCES = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
# Links of a chain that can be left out, so that more rows or other text come through.
LINKS = {"filter", "exclude", "distinct", "order_by", "accepted", "open", "strip", "lower"}
# Which rows come along in how many queries; the tests count those elsewhere.
ONLY_QUERIES = {"select_for_update", "select_related", "prefetch_related", "defer", "only"}
DEFINITIONS = (ast.FunctionDef, ast.ClassDef)
LEAVES = (ast.Return, ast.Raise, ast.Continue)


@dataclass
class Mutant:
    """One change: ``parent.field`` (at ``index``, if a list) becomes ``new``, or goes (None).

    ``lines`` are empty for what stands in no function, and is read once for all.
    """

    function: str
    line: int
    lines: range
    words: str
    parent: ast.AST
    field: str
    index: int | None
    new: ast.AST | None

    def apply(self):
        """Make the change in the tree. Not undone: this happens in a process of its own."""
        if self.index is None:
            setattr(self.parent, self.field, self.new)
        elif self.new is None:
            del getattr(self.parent, self.field)[self.index]
        else:
            getattr(self.parent, self.field)[self.index] = self.new


def mutants_of(tree):
    """Every Mutant of a parsed module, in the order of its lines."""
    found = list(_walk(tree, tree, "", None))
    return sorted(found, key=lambda one: one.line)


def _walk(parent, definition, function, statement):
    for field, value in ast.iter_fields(parent):
        if _is_left_alone(parent, field):
            continue
        pairs = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, child in list(pairs):
            if not isinstance(child, ast.AST) or _is_docstring(parent, child):
                continue
            here = child if isinstance(child, ast.stmt) else statement
            inside = _name_inside(child, function)
            within = child if isinstance(child, DEFINITIONS) else definition
            for new, words in _changes(parent, field, child):
                lines = _lines(within, here, child, parent)
                yield _mutant(inside, here, child, words, parent, field, index, new, lines)
            yield from _walk(child, within, inside, here)


def _mutant(function, statement, child, words, parent, field, index, new, lines):
    at = child if hasattr(child, "lineno") else statement
    if new is not None:
        ast.copy_location(new, at)
        ast.fix_missing_locations(new)
    return Mutant(function, at.lineno, lines, words, parent, field, index, new)


def _lines(definition, statement, child, parent):
    if not isinstance(definition, ast.FunctionDef):
        return range(0)
    at = child if hasattr(child, "lineno") else statement
    last = at.end_lineno if not isinstance(at, ast.stmt) or not hasattr(at, "body") else at.lineno
    # The tracer counts a call on the first line of its statement, an argument on its own.
    lines = range(min(at.lineno, statement.lineno), last + 1)
    if hasattr(statement, "body") and not isinstance(statement, ast.If | ast.For | ast.With):
        lines = range(at.lineno, last + 1)
    if isinstance(parent, ast.arguments):
        # A default is seen in what the function does.
        lines = range(statement.body[0].lineno, statement.end_lineno + 1)
    return lines


def _name_inside(child, function):
    if isinstance(child, ast.FunctionDef | ast.ClassDef):
        return f"{function}.{child.name}" if function else child.name
    return function


def _is_left_alone(parent, field):
    if field in ("decorator_list", "annotation", "returns", "ctx", "op", "ops", "type_params"):
        return True
    if isinstance(parent, ast.Call) and field in ("args", "keywords"):
        return _called(parent) in SENTENCES | ONLY_QUERIES
    return isinstance(parent, ast.Import | ast.ImportFrom | ast.JoinedStr)


def _is_docstring(parent, child):
    is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
    # What a module gives on is named for those who read it.
    return is_text or (isinstance(child, ast.Assign) and ast.unparse(child.targets) == "__all__")


def _called(call):
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _changes(parent, field, node):
    """(new node or None, words) for each thing that can be made wrong about ``node`` itself."""
    said = _short(node)
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    if isinstance(node, ast.expr):
        if field == "test" or (isinstance(parent, ast.comprehension) and field == "ifs"):
            new = _negated(node)
            yield new, f"{said} → {_short(new)}"
        yield from ((new, f"{said} → {_short(new)}") for new in _of_expression(parent, field, node))
        is_word = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_word and isinstance(parent, ast.List | ast.Tuple | ast.Set):
            yield None, f"{said} left out"
    if isinstance(node, ast.keyword) and node.arg not in ("update_fields", "batch_size"):
        yield None, f"{said} left out"


def _of_statement(node):
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    writes = isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
    writes = writes or _writes_attributes(node)
    guards = isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], LEAVES)
    if is_call or writes or guards or isinstance(node, ast.Raise | ast.AugAssign):
        yield ast.Pass(), f"{_short(node)} left out"
    if isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield ast.Return(ast.Constant(None)), f"{_short(node)} → return None"


def _writes_attributes(node):
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Tuple):
        return False
    return all(isinstance(one, ast.Attribute) for one in node.targets[0].elts)


def _of_expression(parent, field, node):
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        opposite = OPPOSITE[type(node.ops[0])]()
        yield ast.Compare(node.left, [opposite], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(OPPOSITE[type(node.op)](), node.values)
        for index in range(len(node.values)):
            rest = node.values[:index] + node.values[index + 1 :]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.BinOp) and type(node.op) in OPPOSITE:
        yield ast.BinOp(node.left, OPPOSITE[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and field != "test":
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from _of_constant(parent, node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in LINKS and not isinstance(parent, ast.Expr):
            yield node.func.value
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        yield node.value


def _of_constant(parent, node):
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and not isinstance(parent, ast.List | ast.Tuple | ast.Set):
        yield ast.Constant(f"{node.value}X")


def _negated(node):
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    return ast.UnaryOp(ast.Not(), node)


def _short(node):
    # A function without arguments has a node for them that reads as nothing.
    first = ast.unparse(node).splitlines() or [""]
    return first[0][:90] + (" …" if len(first) > 1 or len(first[0]) > 90 else "")
