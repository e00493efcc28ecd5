"""Nothing of the product is without a user in the product: what only tests call is dead, too.

Functions, classes and constants of a module count as used where it names them itself, where they
are imported, and where templates name them; members of classes wherever their name stands.
Texts without a user are found by `tests/catalogue`, imports and variables by ruff.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.architecture.product import module_of, sources, trees

WORD = re.compile(r"[A-Za-z_]\w*")
#: "survei.web.server:Web", for a library that imports it.
PATH = re.compile(r"[a-z_]+(?:\.\w+)*[.:]\w+")
#: Decorators after which a function still needs somebody who calls it.
PLAIN = {"contextmanager", "lru_cache", "cache", "property", "cached_property", "staticmethod",
         "classmethod", "dataclass", "wraps"}  # fmt: skip
#: What a library calls, or reads, by its name.
HOOKS = {
    # Flask-Admin
    "action_delete", "column_formatters_detail", "column_formatters_export",
    "column_type_formatters", "column_type_formatters_detail", "column_type_formatters_export",
    "form_base_class", "get_edit_form", "get_query", "handle_foreign_key", "model_form_converter",
    "_handle_view", "_run_view", "views",
    # WTForms
    "option_widget",
    # Huey, gunicorn, Flask, Peewee, markdown-it
    "_create_worker", "_deserialize", "_serialize", "is_revoked", "read_schedule",
    "load_config", "save_session", "psycopg3_adapter", "validateLink",
}  # fmt: skip
#: WTForms calls `validate_<field>`.
HOOK_BEGINNINGS = ("validate_", "__")
#: Names that are there for what their value brings along.
FOR_THEIR_EFFECT = {"WRITERS"}
#: A column that a library's own query names.
COLUMNS = {"priority"}
EXCUSED = HOOKS | FOR_THEIR_EFFECT | COLUMNS

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def _is_called_by_its_decorator(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef):
        return False
    calls = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    names = {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in calls}
    return bool(names - PLAIN)


def _names(node: ast.stmt) -> list[str]:
    """What a statement of a module or class defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [] if _is_called_by_its_decorator(node) else [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]


def _is_excused(name: str) -> bool:
    return name in EXCUSED or name.startswith(HOOK_BEGINNINGS) or name == "_"


# --- functions, classes and constants of modules ---------------------------------------------


def _uses(path: str, tree: ast.Module, modules: set[str]) -> Iterator[tuple[str, str]]:
    """(module, name) of whatever a file names."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                if (full := f"{node.module}.{one.name}") in modules:
                    known[one.asname or one.name] = full
                else:
                    yield node.module, one.name
        elif isinstance(node, ast.Import):
            known |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.Constant) and PATH.fullmatch(str(node.value)):
            module, _dot, name = str(node.value).replace(":", ".").rpartition(".")
            yield module, name
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield module_of(path), node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield known.get(node.value.id, ""), node.attr


def unused_in_modules(files: dict[str, ast.Module], pages: Iterable[str]) -> list[str]:
    """ "path: name" of what nobody names."""
    modules = {module_of(path) for path in files}
    used = {pair for path, tree in files.items() for pair in _uses(path, tree, modules)}
    words = {word for page in pages for word in WORD.findall(page)}
    return [
        f"{path}: {name}"
        for path, tree in files.items()
        for node in tree.body
        for name in _names(node)
        if (module_of(path), name) not in used and name not in words and not _is_excused(name)
    ]


def test_every_function_class_and_constant_has_a_user() -> None:
    assert unused_in_modules(trees(), sources(".html").values()) == []


def test_what_only_names_itself_is_found() -> None:
    files = {
        "a.py": ast.parse("LEFT = 1\n\ndef used(): ...\n\ndef dead(): ...\n\nRIGHT = used()\n"),
        "b.py": ast.parse("import a\nfrom a import RIGHT\n\ndef shown(): ...\n"),
    }
    assert unused_in_modules(files, ["{{ shown() }}"]) == ["a.py: LEFT", "a.py: dead"]


# --- members of classes ----------------------------------------------------------------------


def _spoken(tree: ast.Module) -> Iterator[str]:
    """Every word of the code and of its texts; docstrings are no use of anything."""
    docstrings = {
        id(node.value) for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from WORD.findall(node.value) if id(node) not in docstrings else ()


def test_every_member_of_a_class_is_named_somewhere() -> None:
    spoken = Counter(word for tree in trees().values() for word in _spoken(tree))
    for ending in (".html", ".js"):
        spoken.update(word for text in sources(ending).values() for word in WORD.findall(text))
    assert [
        f"{path}: {owner.name}.{name}"
        for path, tree in trees().items()
        for owner in tree.body
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        for name in _names(node)
        if spoken[name] < 2 and not _is_excused(name)
    ] == []


def test_every_excuse_is_needed() -> None:
    defined = {
        name
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef)
        for member in node.body
        for name in _names(member)
    }
    assert EXCUSED - defined == set()


# --- templates, macros, styles ---------------------------------------------------------------


def test_every_template_is_shown() -> None:
    """By its path, or by its name where a view adds the folder, or by a step's key."""
    pages = sources(".html")
    code = "\n".join(sources(".py").values())
    unshown = []
    for path in pages:
        name = path.partition("/templates/")[2]
        others = code + "\n".join(text for other, text in pages.items() if other != path)
        last = name.rpartition("/")[2]
        key = f'"{last.removesuffix(".html")}",'
        if not (name in others or f'"{last}"' in others or ("/steps/" in name and key in code)):
            unshown.append(path)
    assert unshown == []


def test_every_macro_is_called() -> None:
    pages = sources(".html")
    said = "\n".join(pages.values()) + "\n".join(sources(".py").values())
    macros = [
        (path, name)
        for path, page in pages.items()
        for name in re.findall(r"{%-?\s*macro\s+(\w+)", page)
    ]
    assert macros
    assert [
        one for one in macros
        if not re.search(rf"(?<!macro )\b{one[1]}(\(| as \w)", said)
    ] == []  # fmt: skip


def test_every_style_has_something_to_dress() -> None:
    """A class stands in a page, in code or in a script; or its beginning does, before a place."""
    said = "\n".join(
        text for ending in (".html", ".py", ".js") for text in sources(ending).values()
    )
    words = set(re.findall(r"[\w-]+", said))
    begun = set(re.findall(r"([\w-]+-|\bn)(?:\{|%|\" ?[~+]|' ?[~+]|\$\{)", said))
    unworn = []
    for path, sheet in sources(".css").items():
        rules = re.sub(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", "", sheet, flags=re.DOTALL)
        for name in sorted(set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", rules))):
            if name not in words and not name.startswith(tuple(begun)):
                unworn.append(f"{path}: {name}")
    assert unworn == []


def test_every_custom_property_is_read() -> None:
    sheets = "\n".join([*sources(".css").values(), *sources(".html").values()])
    set_here = set(re.findall(r"(--[\w-]+)\s*:", sheets))
    assert set_here - set(re.findall(r"var\((--[\w-]+)", sheets)) == set()


def test_every_function_of_a_script_is_called() -> None:
    scripts = "\n".join(sources(".js").values())
    named = re.findall(r"\bfunction\s+(\w+)|\b(?:const|let)\s+(\w+)\s*=", scripts)
    counted = Counter(WORD.findall(scripts))
    assert [name for pair in named for name in pair if name and counted[name] < 2] == []
