#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the sources against the project's own rules, and prints TAP.

    tests/lint/lint.py CHECK

A check takes no argument, looks at the sources as they are, and yields what it
looked at with what is wrong there: (name, [problem, …])."""
import difflib
import fnmatch
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 600
MAX_COLUMNS = 100

# What each module may include. Arrows point down only.
LAYERS = {
    "base": {"base"},
    "catalog": {"catalog", "base"},
    "net": {"net", "base"},
    "report": {"report", "catalog", "base"},
    "diagnosis": {"diagnosis", "report", "catalog", "base"},
    "probe": {"probe", "net", "report", "catalog", "base"},
    "check": {"check", "probe", "net", "diagnosis", "report", "catalog", "base"},
    "cli": {"cli", "check", "diagnosis", "report", "catalog", "base"},
}


def find(*patterns):
    """The sources' files whose paths match, without builds and what is hidden."""
    found = set()
    for pattern in patterns:
        found.update(path for path in ROOT.glob(pattern) if path.is_file())
    return sorted(path for path in found if not path.relative_to(ROOT).parts[0].startswith(("build", "_build", ".git")))


def name_of(path):
    return str(path.relative_to(ROOT))


def read(path):
    return path.read_text(encoding="utf-8")


def run(*words):
    return subprocess.run([str(word) for word in words], cwd=ROOT, text=True, capture_output=True, check=False)


def said(result):
    """What a tool that looks for faults has said, if it found any."""
    lines = (result.stdout + result.stderr).splitlines()
    return lines or [f"exit status {result.returncode}"] if result.returncode else []


def find_c():
    return find("src/**/*.[ch]", "tests/**/*.[ch]")


def find_scripts():
    """Scripts by their first line, which is what runs them."""
    for path in find("*", "tests/**/*", ".ci/*", "flatpak/*", "data/**/*"):
        with path.open("rb") as file:
            first = file.readline(100)
        if first.startswith(b"#!") and (b"bash" in first or b"/sh" in first):
            yield path


def check_format():
    for path in find("src/**/*.c", "tests/**/*.c"):
        result = run("clang-format", "--style=file", "--dry-run", "-Werror", path)
        yield name_of(path), [f"clang-format --style=file -i {name_of(path)}"] if result.returncode else []


def check_text():
    marker = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    for path in find_c():
        problems = []
        for number, line in enumerate(read(path).splitlines(), 1):
            # A text is not broken for its length: people search for what they read.
            if len(line) > MAX_COLUMNS and path.suffix == ".c" and '"' not in line:
                problems.append(f"{number}: {len(line)} columns")
            if line != line.rstrip() or "\t" in line:
                problems.append(f"{number}: a tab, or spaces at the end")
            if marker.search(line):
                problems.append(f"{number}: something is left to do")
        yield name_of(path), problems


def check_functions():
    for path in find("src/**/*.c", "tests/**/*.c"):
        problems = []
        tags = run("ctags", "--output-format=json", "--fields=+ne", "--kinds-C=f", "-o", "-", path).stdout
        for tag in map(json.loads, tags.splitlines()):
            lines = tag.get("end", tag["line"]) - tag["line"] + 1
            if lines > MAX_FUNCTION_LINES:
                problems.append(f"{tag['line']}: {tag['name']} has {lines} lines")
        yield name_of(path), problems


def check_finishes():
    """A result is only ever taken by the function that belongs to the one that began."""
    finish = re.compile(r"^(\w+_finish) \([^{};]*GAsyncResult[^{};]*\)\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
    for path in find("src/**/*.c"):
        yield name_of(path), [f"{name} does not look at its task's tag" for name, body in finish.findall(read(path))
                              if "g_async_result_is_tagged" not in body]


def check_includes():
    include = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
    for path in find("src/**/*.[ch]"):
        module = path.relative_to(ROOT / "src").parts[0]
        problems = []
        for included in include.findall(read(path)):
            other = included.split("/")[0]
            if module in LAYERS and other in (*LAYERS, "app") and other not in LAYERS[module]:
                problems.append(f"{module} includes {included}")
            if module in LAYERS and re.match(r"(gtk|gdk|adwaita|pango|cairo)", included):
                problems.append(f"{module} includes {included}")
        yield name_of(path), problems


INCLUDE = re.compile(r'#include (?:"(?P<project>[^"]+)"|<(?P<system>[^>]+)>)')


def sort_includes(source, stem):
    """The source with its first includes as they should stand: config.h, its own header, the system's, the project's."""
    lines = source.splitlines()
    first = next((number for number, line in enumerate(lines) if INCLUDE.match(line)), None)
    if first is None:
        return source
    last = first
    while last < len(lines) and (not lines[last] or INCLUDE.match(lines[last])):
        last += 1
    blocks = [[], [], [], []]
    for line in filter(None, lines[first:last]):
        found = INCLUDE.match(line)
        name = found["project"] or found["system"]
        own = found["project"] and pathlib.PurePath(name).name == f"{stem}.h"
        # The kernel's headers leave out what the C library has declared before them, and not the other way about.
        key = (name.startswith("linux/"), name)
        blocks[0 if name == "config.h" else 1 if own else 2 if found["system"] else 3].append((key, line))
    wanted = []
    for block in filter(None, blocks):
        wanted += [line for _, line in sorted(block)] + [""]
    while last > first and not lines[last - 1]:
        last -= 1
    return "\n".join(lines[:first] + wanted[:-1] + lines[last:]) + "\n"


def check_sorted():
    for path in find_c():
        source = read(path)
        wanted = sort_includes(source, path.stem)
        yield name_of(path), list(difflib.unified_diff(
            source.splitlines(), wanted.splitlines(), "it is", "it should be", lineterm="", n=0))


def unit_of(name):
    """A source, its header and its private header are one."""
    return re.sub(r"(-private)?\.[ch]$", "", name)


def find_circle(units):
    """A circle of includes, as the units in it, or None."""
    state, way = {}, []

    def visit(unit):
        state[unit] = "open"
        way.append(unit)
        for other in sorted(units.get(unit, ())):
            if state.get(other) == "open":
                return way[way.index(other):] + [other]
            circle = visit(other) if other not in state else None
            if circle:
                return circle
        state[unit] = "done"
        way.pop()
        return None

    for unit in sorted(units):
        circle = visit(unit) if unit not in state else None
        if circle:
            return circle
    return None


def check_circles():
    """No file needs another that needs it."""
    include = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
    for module in sorted({path.parent.name for path in find("src/*/*.[ch]")}):
        units = {}
        for path in find(f"src/{module}/*.[ch]"):
            unit = unit_of(f"{module}/{path.name}")
            others = {unit_of(name) for name in include.findall(read(path)) if name.startswith(f"{module}/")}
            units.setdefault(unit, set()).update(others - {unit})
        circle = find_circle(units)
        yield f"src/{module}", [" -> ".join(circle)] if circle else []


def find_floor(floors, unit):
    """The floor that a file of a module stands on, counted from the lowest, or None."""
    for held in (lambda pattern: unit == pattern, lambda pattern: "*" in pattern and fnmatch.fnmatch(unit, pattern)):
        for number, patterns in enumerate(floors.values()):
            if any(map(held, patterns)):
                return number
    return None


def check_floors():
    """Within a module too includes point down only, as floors.toml has it."""
    include = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
    for module, floors in tomllib.loads(read(ROOT / "tests/lint/floors.toml")).items():
        seen = set()
        for path in find(f"src/{module}/**/*.[ch]"):
            unit = unit_of(path.name).removeprefix("lc-")
            floor = find_floor(floors, unit)
            seen.add(unit)
            problems = [] if floor is not None else ["stands on no floor of tests/lint/floors.toml"]
            for name in include.findall(read(path)):
                other = find_floor(floors, unit_of(pathlib.PurePath(name).name).removeprefix("lc-"))
                if name.startswith(f"{module}/") and None not in (floor, other) and other > floor:
                    problems.append(f"includes {name}, which is above it")
            yield name_of(path), problems
        named = {pattern for patterns in floors.values() for pattern in patterns}
        yield f"floors.toml, {module}", [f"names {name}, which is not there" for name in sorted(named)
                                         if not fnmatch.filter(seen, name)]


def check_sizes():
    for path in find_c():
        lines = len(read(path).splitlines())
        yield name_of(path), [f"{lines} lines, not {MAX_FILE_LINES}"] if lines > MAX_FILE_LINES else []


def check_licences():
    texts = find("src/**/*.[ch]", "tests/**/*.[ch]", "tests/**/*.py", "ui/*.css", "ui/**/*.ui", "data/*.1", "data/completions/*")
    for path in sorted({*texts, *find_scripts()}):
        head = read(path).splitlines()[:5]
        problems = [] if any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in head) else ["no SPDX line"]
        yield name_of(path), problems


def check_scripts():
    for path in find_scripts():
        yield name_of(path), said(run("shellcheck", path))
    for shell, path in (("bash", "linecheck-cli.bash"), ("zsh", "_linecheck-cli"), ("fish", "linecheck-cli.fish")):
        path = ROOT / "data/completions" / path
        yield name_of(path), said(run(shell, "-n", path))
    yield "linecheck-cli.bash, shellcheck", said(run("shellcheck", "-s", "bash", "data/completions/linecheck-cli.bash"))


def check_manuals():
    for path in find("data/*.1"):
        yield name_of(path), said(run("mandoc", "-T", "lint", "-W", "warning", path))
        rendered = run("groff", "-mdoc", "-Tutf8", "-ww", "-z", path)
        yield f"{name_of(path)}, groff", rendered.stderr.splitlines()


def check_python():
    for path in find("tests/**/*.py"):
        problems = []
        try:
            compile(read(path), name_of(path), "exec")
        except SyntaxError as error:
            problems.append(str(error))
        yield name_of(path), problems


def extract_messages():
    """What is to be translated, as a template without its date: (result, template)."""
    options = read(ROOT / "po/xgettext-options").split("\n")
    result = run("xgettext", *filter(None, options), "--check=ellipsis-unicode", "--output=-",
                 "--files-from=po/POTFILES.in")
    return result, [line for line in result.stdout.splitlines() if "POT-Creation-Date" not in line]


def check_mutations():
    """Whether each mutation still has its place in the sources."""
    yield "tests/mutate/mutations.toml", said(run("tests/mutate/mutate", "--list"))


def check_translations():
    marked = re.compile(r"\b(?:N?_|C_|NC_|ngettext|g_dngettext) ?\(")
    files = {name_of(path) for path in find("src/**/*.c", "po/*.c") if marked.search(read(path))}
    files |= {name_of(path) for path in find("ui/**/*.ui") if "translatable" in read(path)}
    files |= {name_of(path) for path in find("data/*.desktop.in", "data/*.xml.in", "data/*.gschema.xml")}
    listed = [line for line in read(ROOT / "po/POTFILES.in").splitlines() if line and not line.startswith("#")]
    yield "po/POTFILES.in", [f"lacks {name}" for name in sorted(files - set(listed))] + [
        f"names {name}, which has nothing to translate" for name in sorted(set(listed) - files)] + (
            [] if listed == sorted(listed) else ["is not sorted"])
    words = run("po/catalog-words.py")
    yield "po/catalog-words.c", said(words) + (
        [] if words.stdout == read(ROOT / "po/catalog-words.c") else ["po/catalog-words.py >po/catalog-words.c"])
    result, wanted = extract_messages()
    yield "xgettext", result.stderr.splitlines() + ([] if result.returncode == 0 else ["it failed"])
    template = [line for line in read(ROOT / "po/linecheck.pot").splitlines() if "POT-Creation-Date" not in line]
    yield "po/linecheck.pot", [] if template == wanted else ["ninja -C build linecheck-pot linecheck-update-po"] + list(
        difflib.unified_diff(template, wanted, "it is", "it should be", lineterm="", n=1))[:20]


# Words of others that are looked for, a style sheet: nobody is shown these.
NEVER_SHOWN = {"src/probe/lc-web-page.c", "src/diagnosis/lc-inspection.c"}
TOKEN = re.compile(r'''/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\]|\\.)'|\w+|\s+|.''', re.DOTALL)
MARKS = {"_", "N_", "C_", "NC_", "ngettext", "g_dngettext"}
LOGS = {"g_error", "g_message", "g_warning", "g_critical", "g_debug", "g_source_set_static_name"}
PROSE = re.compile(r"[A-Za-z’]{2,} [a-z]{2,}")
MACHINE = re.compile(r"<|/|:root|linecheck-cli |.*(\\r\\n|HTTP/|SIP/)")


def find_texts(source):
    """The string literals of C that no mark is around: (line, text)."""
    calls, last, line, text = [], "", 1, None
    for match in TOKEN.finditer(re.sub(r"(?m)^#.*", "", source)):
        token, at = match[0], line
        line += token.count("\n")
        if token.isspace() or token.startswith("/*"):
            continue
        if token.startswith('"'):
            text = (text[0], text[1] + token[1:-1]) if text else (at, token[1:-1])
            continue
        if text and not (MARKS | LOGS) & set(calls):
            yield text
        text = None
        if token == "(":
            calls.append(last)
        elif token == ")" and calls:
            calls.pop()
        last = token


def check_marks():
    """Texts that people read, and no translator would see."""
    for path in find("src/**/*.c"):
        texts = find_texts(read(path)) if name_of(path) not in NEVER_SHOWN else []
        yield name_of(path), [f"{line}: “{text}” is not marked" for line, text in texts
                              if PROSE.search(text) and not MACHINE.match(text)]
    shown = {"label", "title", "tooltip-text", "placeholder-text", "description", "subtitle"}
    for path in find("ui/**/*.ui"):
        yield name_of(path), [
            f"“{element.text}” is not translatable" for element in xml.etree.ElementTree.parse(path).iter()
            if element.get("name") in shown and re.search("[A-Za-z]{2}", element.text or "") and "://" not in element.text
            and element.get("translatable") != "yes"]


def as_list(value):
    return value if isinstance(value, list) else [value]


def lab_words(key):
    """What some fault's file says that rows have, where it leaves no choice."""
    for path in find("tests/lab/faults/*.toml"):
        for row in tomllib.loads(read(path)).get("expect", {}).get("row", []):
            words = as_list(row.get(key, []))
            if len(words) == 1:
                yield words[0]


def check_provoked():
    """Every code and status of a row is what some test comes to: a unit test of attempts, checks or conclusions
    that holds it, or a fault of the lab."""
    tests = find("tests/probe/test-*.c", "tests/check/test-*.c", "tests/diagnosis/test-*-judge.c")
    # What is possible at all is no expectation.
    held = "".join(read(path) for path in tests if path.stem != "test-mutations")
    table = read(ROOT / "src/report/lc-codes.c")
    for key, prefix in (("code", "LC_CODE_"), ("status", "LC_STATUS_")):
        words = set(lab_words(key))
        for name, word in re.findall(rf"\[{prefix}(\w+)\]\s*=\s*{{\s*\"([a-z0-9-]+)\"", table):
            # FAIL (RESET) of the TLS step's table, for one, is LC_CODE_TLS_RESET.
            short = rf"|\bFAIL \({name.removeprefix('TLS_')}\)" if name.startswith("TLS_") else ""
            seen = word in words or re.search(rf"\b{prefix}{name}\b{short}", held)
            yield f"{key} {word}", [] if seen else ["no test comes to it"]


def check_papers():
    """docs/ says what the sources have: the words of the record, the values of thresholds, files that are there."""
    paper = read(ROOT / "docs/report.md")
    codes = read(ROOT / "src/report/lc-codes.c")
    texts = read(ROOT / "src/diagnosis/lc-finding-texts.c")
    schema = read(ROOT / "data/report.schema.json")
    words = set(re.findall(r'\[LC_\w+\] = \{ "([a-z0-9-]+)"', codes))
    yield "docs/report.md, codes", [f"lacks {word}" for word in sorted(words) if f"`{word}`" not in paper and f'"{word}"' not in paper]
    keys = set(re.findall(r'^  \{ "([a-z0-9-]+)', texts, re.MULTILINE))
    yield "docs/report.md, findings", [f"lacks {key}" for key in sorted(keys) if f"`{key}`" not in paper]
    named = set(re.findall(r'"([a-z_0-9]+)":', schema)) & {"owner_confidence", "anchor", "public_roots", "trains", "private_authority"}
    yield "docs/report.md, keys", [f"lacks {key}" for key in sorted(named) if key not in paper]
    codes = read(ROOT / "docs/support-code.md").split("none moves:")[1].split("\n\n")[0]
    table = read(ROOT / "src/report/lc-support-code.c").split("findings[] = {")[1].split("};")[0]
    listed = re.findall(r"`([a-z0-9-]+)`", codes)
    yield "docs/support-code.md, findings", [f"lacks {key}" for key in sorted(keys - set(listed))]
    yield "docs/support-code.md, their order", [] if listed == re.findall(r'"([a-z0-9-]+)"', table) else ["is not the table's"]
    problems = []
    for name, value, path in re.findall(r"^\| `(\w+)` \| `([^`]+)` \| `([^`]+)` \|", read(ROOT / "docs/thresholds.md"), re.MULTILINE):
        text = read(ROOT / path) if (ROOT / path).is_file() else ""
        if not re.search(rf"#define {name} {re.escape(value)}(?![\w.])", text):
            problems.append(f"{path} has no {name} of {value}")
    yield "docs/thresholds.md", problems
    for path in find("docs/*.md", "CONTRIBUTING.md", "README.md"):
        problems = [f"{name} is not there" for name in re.findall(r"`((?:src|tests|data|po|docs)/[\w./-]+\.\w+)`", read(path))
                    if "NAME" not in name and not (ROOT / name).exists()]
        yield f"{name_of(path)}, files", problems


def main(words):
    checks = {name.removeprefix("check_"): check for name, check in globals().items() if name.startswith("check_")}
    if len(words) != 1 or words[0] not in checks:
        print(f"usage: lint.py {'|'.join(checks)}", file=sys.stderr)
        return 64
    failures = 0
    count = 0
    for count, (name, problems) in enumerate(checks[words[0]](), 1):
        for problem in problems:
            print(f"# {problem}")
        failures += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {count} - {name}", flush=True)
    print(f"1..{count}")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    sys.exit(main(sys.argv[1:]))
