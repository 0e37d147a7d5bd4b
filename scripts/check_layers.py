#!/usr/bin/env python3
"""Holds the sources to layers.toml: includes between rooms, cycles, libraries, sizes, SQL files. Standard library only.

usage: check_layers.py [root]      prints a line per finding; exit code 1 if there are any
"""

import re
import sys
import tomllib
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)
NOT_ROOM_CODE = re.compile(r"_(test|fuzz|bench)\.cpp$|^test_\w+\.hpp$")
# Comments, raw strings, strings, characters: whatever may hide a brace. A digit separator (1'000) is not a character.
HIDDEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)\"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'",
    re.DOTALL,
)


class Findings:
    def __init__(self):
        self.lines = []

    def add(self, path, line, text):
        self.lines.append(f"{path}:{line}: {text}" if line else f"{path}: {text}")


def room_of(path):
    """The room of a path relative to src/: its folder; main.cpp is the room "main"."""
    folder = path.parent.as_posix()
    return "main" if folder == "." else folder


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def blank(match):
    """What hides code becomes a word of the same number of lines; offsets may change, line numbers do not."""
    return ("" if match.group().startswith("/") else '""') + "\n" * match.group().count("\n")


# ---- includes ----------------------------------------------------------------------------------------------


def check_include(source, room, included, line, rules, findings, is_test):
    """The other room that is included, or nothing."""
    if "/" not in included:
        return None  # made by the build, or a library's
    other = room_of(Path(included))
    if other == room:
        return None
    if other not in rules["rooms"]:
        findings.add(source, line, f'"{included}" is in no room of layers.toml')
        return None
    if other not in rules["rooms"].get(room, []):
        findings.add(source, line, f'{room} may not include {other} ("{included}")')
    doors = rules["doors"].get(other)
    if doors is not None and not is_test and Path(included).name not in doors:
        findings.add(source, line, f'"{included}" is not for other rooms; {other} shows {", ".join(doors)}')
    return other


def check_libraries(source, room, included, line, rules, findings):
    for prefix, rooms in rules["libraries"].items():
        if included.startswith(prefix) and room not in rooms:
            findings.add(source, line, f"<{included}> stays in {', '.join(rooms)}")
    if room in rules["pure"]["rooms"]:
        for header in rules["pure"]["forbidden"]:
            if included == header or (header.endswith("/") and included.startswith(header)):
                findings.add(source, line, f"{room} does no input and output, <{included}> would")


def check_includes(root, sources, rules, findings):
    graph = {}
    for source in sources:
        relative = source.relative_to(root)
        room = room_of(source.relative_to(root / "src"))
        is_test = bool(NOT_ROOM_CODE.search(source.name))
        if room not in rules["rooms"]:
            findings.add(relative, 0, f'the room "{room}" is not in layers.toml')
            continue
        text = source.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            line = line_of(text, match.start())
            if not is_test:
                check_libraries(relative, room, match.group(2), line, rules, findings)
            if match.group(1) != '"':
                continue
            other = check_include(relative, room, match.group(2), line, rules, findings, is_test)
            if other and not is_test:
                graph.setdefault(room, set()).add(other)
    return graph


def find_cycle(graph):
    """A list of rooms that ends where it begins, or nothing."""
    done, path = set(), []

    def visit(room):
        if room in path:
            return path[path.index(room):] + [room]
        if room in done:
            return None
        path.append(room)
        for other in sorted(graph.get(room, ())):
            if found := visit(other):
                return found
        path.pop()
        done.add(room)
        return None

    for room in sorted(graph):
        if found := visit(room):
            return found
    return None


# ---- sizes -------------------------------------------------------------------------------------------------


def is_initializer_of_member(header):
    """Constructor(...) : member_{ ... : a brace that is not yet the body."""
    return bool(re.search(r"\)\s*(noexcept\s*)?:(?!:)", header)) and bool(re.search(r"[\w>]\s*$", header))


def kind_of_brace(header):
    words = header.strip()
    if not words or words.endswith("="):
        return "data"
    if re.search(r"(^|\s)(namespace|extern\s+\"\")(\s|$)", words) and "(" not in words:
        return "scope"
    if "(" not in words:
        return "scope" if re.search(r"(^|\s)(class|struct|enum|union)(\s|$)", words) else "data"
    if re.search(r"(^|[\s>])(class|struct)\s+[\w:]+(\s+final)?\s*(:.*)?$", words):
        return "scope"
    if is_initializer_of_member(header):
        return "member"
    return "function"


def functions(text):
    """(first line, lines, name) of every function, told by its braces. A heuristic: good enough for a bound."""
    text = HIDDEN.sub(blank, text)
    text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", lambda m: "\n" * m.group().count("\n"), text, flags=re.MULTILINE)
    stack, header, header_line, line = [], "", 1, 1
    for char in text:
        if char == "\n":
            line += 1
        inside = any(kind in ("function", "data", "member") for kind, *_ in stack)
        if char == "{":
            kind = "inner" if inside else kind_of_brace(header)
            stack.append((kind, header, header_line))
            if not inside and kind != "member":
                header = ""
        elif char == "}" and stack:
            kind, opened_by, first = stack.pop()
            if kind == "function":
                yield first, line - first + 1, name_of(opened_by)
            if kind == "member":
                header, header_line = opened_by + "{}", first
            elif kind != "inner":
                header = ""
        elif not inside:
            if char == ";" or (char == ":" and re.search(r"\b(public|private|protected)\s*$", header)):
                header = ""
            else:
                if not header.strip():
                    header_line = line
                header = header + char if header.strip() or not char.isspace() else ""


def name_of(header):
    found = re.search(r"([~\w:]+|operator\s*[^\s(]+)\s*\(", header)
    return found.group(1) if found else "function"


def check_sizes(root, sources, rules, findings):
    longest_function, longest_file = (0, ""), (0, "")
    for source in sources:
        if NOT_ROOM_CODE.search(source.name):
            continue
        relative = source.relative_to(root)
        text = source.read_text(encoding="utf-8")
        count = text.count("\n")
        longest_file = max(longest_file, (count, str(relative)))
        if count > rules["bounds"]["file_lines"]:
            findings.add(relative, 0, f"{count} lines, at most {rules['bounds']['file_lines']}")
        for first, lines, name in functions(text):
            longest_function = max(longest_function, (lines, f"{relative}:{first} {name}"))
            if lines > rules["bounds"]["function_lines"]:
                findings.add(relative, first, f"{name} has {lines} lines, at most {rules['bounds']['function_lines']}")
    return longest_function, longest_file


# ---- SQL ---------------------------------------------------------------------------------------------------


def check_sql(root, sources, rules, findings):
    files = sorted((root / "src").rglob("sql/*.sql"))
    names = {file.stem for file in files}
    mentioned = set()
    for source in sources:
        if "storage" not in source.parts or NOT_ROOM_CODE.search(source.name):
            continue
        text = source.read_text(encoding="utf-8")
        mentioned |= set(re.findall(r'"([a-z_]+)"', text))
        for match in re.finditer(r'\bSql\("([^"]*)"\)', text):
            if match.group(1) not in names:
                findings.add(source.relative_to(root), line_of(text, match.start()), f"there is no sql/{match.group(1)}.sql")
    for file in files:
        relative = file.relative_to(root)
        if file.stem not in mentioned:
            findings.add(relative, 0, "no source asks for this statement")
        check_scope(file, relative, rules, findings)
    for name in rules["scope"]["without"]:
        if name not in names:
            findings.add("layers.toml", 0, f"[scope] without: there is no statement {name}")
    return files


def check_scope(file, relative, rules, findings):
    text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8"))
    if ":scope" in text or file.stem in rules["scope"]["without"]:
        return
    for table in rules["scope"]["tables"]:
        if re.search(rf"\b(FROM|JOIN)\s+{table}\b", text, re.IGNORECASE):
            findings.add(relative, 0, f"reads {table} without :scope")


def main():
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    rules = tomllib.loads((root / "layers.toml").read_text(encoding="utf-8"))
    sources = sorted(path for ending in ("*.cpp", "*.hpp") for path in (root / "src").rglob(ending))
    findings = Findings()
    graph = check_includes(root, sources, rules, findings)
    for what, one in (("layers.toml allows a cycle", rules["rooms"]), ("rooms include each other", graph)):
        if cycle := find_cycle(one):
            findings.add("src", 0, f"{what}: {' -> '.join(cycle)}")
    (function_lines, function), (file_lines, file) = check_sizes(root, sources, rules, findings)
    statements = check_sql(root, sources, rules, findings)
    for line in findings.lines:
        print(line)
    print(f"{len(sources)} files in {len({room_of(s.relative_to(root / 'src')) for s in sources})} rooms, {len(statements)} statements; "
          f"longest function {function_lines} lines ({function}), longest file {file_lines} ({file})")
    print(f"{len(findings.lines)} findings")
    return 1 if findings.lines else 0


if __name__ == "__main__":
    sys.exit(main())
