# SPDX-License-Identifier: GPL-3.0-or-later
"""What is installed, held against what it should be; and what the sandbox is, seen from the inside."""
import configparser
import json
import re
import shutil

from . import place as places

APP_ID = places.APP_ID

# All that the application may: a wider permission is a failure until it is written here, too.
PERMISSIONS = {"Context": {"shared": {"network", "ipc"}, "sockets": {"x11", "wayland", "fallback-x11"},
                           "devices": {"dri"}}}
LEFTOVERS = re.compile(r"\.(a|la|o|h|pc|cmake)$|/(include|pkgconfig)/")


def _inside(place, command, *words, **options):
    """Runs a command in the application's sandbox."""
    return place.run(place.with_bus("flatpak", "run", f"--command={command}", APP_ID, *words), timeout=60, **options)


def _key_file(text):
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(text)
    return parser


def check_permissions(place):
    shown = place.run(place.words("flatpak", "--user", "info", "--show-permissions", APP_ID)).stdout
    parser = _key_file(shown)
    found = {section: {key: set(filter(None, value.split(";"))) for key, value in parser[section].items()}
             for section in parser.sections()}
    return [] if found == PERMISSIONS else [f"expected {PERMISSIONS}", f"found {found}"]


def check_desktop_file(place):
    path = place.exports / "applications" / f"{APP_ID}.desktop"
    if not path.exists():
        return ["not exported"]
    problems = places.said(place.run(["desktop-file-validate", path]))
    entry = _key_file(path.read_text(encoding="utf-8"))["Desktop Entry"]
    if not re.search(rf"flatpak run .*--command=linecheck .*--file-forwarding {APP_ID} @@\w? %\w @@", entry["Exec"]):
        problems.append(f"Exec is {entry['Exec']}")
    return problems + ([] if entry["Icon"] == APP_ID else [f"Icon is {entry['Icon']}"])


def check_service(place):
    path = place.exports / "dbus-1/services" / f"{APP_ID}.service"
    if not path.exists():
        return ["not exported"]
    service = _key_file(path.read_text(encoding="utf-8"))["D-BUS Service"]
    is_ours = service["Name"] == APP_ID and re.search("flatpak run .*--gapplication-service", service["Exec"])
    return [] if is_ours else [f"{service['Name']}: Exec is {service['Exec']}"]


def check_icons(place):
    theme = place.exports / "icons/hicolor"
    wanted = (f"scalable/apps/{APP_ID}.svg", f"symbolic/apps/{APP_ID}-symbolic.svg")
    return [f"no {name}" for name in wanted if not (theme / name).exists()]


def check_file_type(place):
    """Flatpak exports a file type only under the application's name."""
    found = place.exports / "mime/packages" / f"{APP_ID}.xml"
    return [] if found.exists() else ["not exported"]


def check_metainfo(place):
    """flatpak-builder may name it in the old way, which the validator minds: it gets a copy."""
    found = [path for folder in ("metainfo", "appdata") for path in (place.exports / folder).glob(f"{APP_ID}.*.xml")]
    if not found:
        return ["not exported"]
    copy = place.results / f"{APP_ID}.metainfo.xml"
    shutil.copy(found[0], copy)
    return places.said(place.run(["appstreamcli", "validate", "--no-net", "--explain", copy]))


def _files(place):
    location = place.run(place.words("flatpak", "--user", "info", "--show-location", APP_ID)).stdout.strip()
    return place.folder / location / "files"


def check_catalogue(place):
    """What a store would show is composed: the entry and its icon."""
    info = _files(place) / "share/app-info"
    wanted = (info / "xmls" / f"{APP_ID}.xml.gz", info / "icons/flatpak/128x128" / f"{APP_ID}.*")
    return [f"no {path}" for path in wanted if not list(path.parent.glob(path.name))]


def check_leftovers(place):
    files = _files(place)
    names = (str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())
    return [name for name in names if LEFTOVERS.search(name)]


def check_build_paths(place):
    """No text names the folder of the build, which no user has."""
    files = _files(place)
    paths = [path for part in ("bin", "share") for path in (files / part).rglob("*") if path.is_file()]
    return [str(path.relative_to(files)) for path in paths if b"/run/build/" in path.read_bytes()]


def check_languages(place):
    """A bundle carries its translations: they are in no extension that it lacks."""
    lines = (place.source / "po/LINGUAS").read_text(encoding="utf-8").splitlines()
    wanted = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    locale = _files(place) / "share/locale"
    found = {path.parts[-3] for path in locale.glob("*/LC_MESSAGES/linecheck.mo") if path.exists()}
    return [f"no {name}" for name in sorted(wanted - found)]


def check_libraries(place):
    problems = []
    for program in ("linecheck", "linecheck-cli"):
        result = _inside(place, "ldd", f"/app/bin/{program}")
        problems += places.said(result) + [line for line in result.stdout.splitlines() if "not found" in line]
        has_gtk = "libgtk-4" in result.stdout
        if has_gtk != (program == "linecheck"):
            problems.append(f"{program} {'links' if has_gtk else 'does not link'} GTK")
    return problems


def check_privileges(place):
    """No capability, a filter of system calls, and no way to gain anything."""
    status = dict(line.split(":\t", 1) for line in _inside(place, "cat", "/proc/self/status").stdout.splitlines())
    wanted = {"CapEff": "0" * 16, "CapPrm": "0" * 16, "CapBnd": "0" * 16, "Seccomp": "2", "NoNewPrivs": "1"}
    return [f"{name} is {status.get(name)}" for name, value in wanted.items() if status.get(name) != value]


def check_host_hidden(place):
    seen = _inside(place, "bash", "-c", f"ls -d /root {place.state} {place.home}/.config; cat /etc/shadow").stdout
    return [f"the sandbox sees {name}" for name in seen.split()]


def check_programs(place):
    """Both programs start; neither needs a network for this."""
    problems = places.said(_inside(place, "linecheck", "--help"))
    listed = _inside(place, "linecheck-cli", "list", "us")
    return problems + places.said(listed) + ([] if "US-01" in listed.stdout else ["list us shows no row"])


def check_streams(place):
    """Reports go through standard input and output; a file that would end with the sandbox is refused."""
    report = (place.source / "tests/cli/data/blocked.json").read_text(encoding="utf-8")
    shown = _inside(place, "linecheck-cli", "show", "-", "--format", "json", input=report)
    problems = places.said(shown, 3) if shown.returncode != 2 else []  # what was opened says blocked
    if json.loads(shown.stdout or "{}").get("id") != json.loads(report)["id"]:
        problems.append("standard input is not shown on standard output")
    lost = _inside(place, "linecheck-cli", "show", "-", "--output", "/report.json", input=report)
    if lost.returncode != 74 or "Flatpak" not in lost.stderr:
        problems.append(f"--output: exit status {lost.returncode}, {lost.stderr.strip()}")
    return problems


CHECKS = {
    "permissions are exactly these": check_permissions,
    "desktop file exported, valid, its files forwarded": check_desktop_file,
    "D-Bus service exported": check_service,
    "icons exported": check_icons,
    "file type exported": check_file_type,
    "metainfo exported and valid": check_metainfo,
    "catalogue entry and icon composed": check_catalogue,
    "no build leftovers in /app": check_leftovers,
    "no text names the build's folder": check_build_paths,
    "every language is there": check_languages,
    "libraries all found, GTK in the window alone": check_libraries,
    "no capability, seccomp on, no new privileges": check_privileges,
    "the computer's files are hidden": check_host_hidden,
    "both programs start": check_programs,
    "reports by standard input and output": check_streams,
}


def run(tap, place):
    for name, check in CHECKS.items():
        tap.result(name, check(place))
