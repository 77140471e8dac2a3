# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's commands."""
import argparse
import contextlib
import os
import sys

from . import build_relay, certificates, control, faults, state, supervisor

_DESCRIPTION = "A network in a box: a client behind a company's firewall, and MultiLine's documented hosts."


def _start(arguments, is_attached, name=None):
    state.clean()
    path = state.create(name)
    # Both caches belong to the user outside: inside everybody is root.
    relay, made = build_relay.ensure(arguments.relay), str(certificates.ensure())
    return path, supervisor.start(path, relay, made, is_attached)


def _apply(path, names):
    for name in names:
        control.request(path, do="fault", name=name)


@contextlib.contextmanager
def _lab(arguments):
    """A lab of one's own for as long as a command takes."""
    path, keeper = _start(arguments, is_attached=True)
    try:
        _apply(path, arguments.fault)
        yield path
    finally:
        with contextlib.suppress(OSError, control.LabError):
            control.request(path, do="down")
            os.waitpid(keeper, 0)


def _command(words):
    return words[1:] if words[:1] == ["--"] else words


def run(arguments):
    words = _command(arguments.command)
    if not words:
        raise SystemExit("lab run: which command?")
    with _lab(arguments) as path:
        return control.run(path, "client", words, arguments.as_user)


def shell(arguments):
    with _lab(arguments) as path:
        me = os.path.relpath(sys.argv[0])
        print(f"You are on the client ({path.name}). In another terminal, or here:\n"
              f"  {me} exec firewall -- nft list ruleset      the company's firewall (and r1, r2, dallas, london, …)\n"
              f"  {me} fault firewall-drop-5061               apply a fault; `{me} list` lists them\n"
              f"  {me} unfault                                lift them all\n"
              f"Leave with exit: the lab goes with you.")
        return control.run(path, "client", [os.environ.get("SHELL", "/bin/bash")], arguments.as_user)


def up(arguments):
    path, _ = _start(arguments, is_attached=False, name=arguments.name)
    _apply(path, arguments.fault)
    print(path.name)


def down(arguments):
    control.request(state.choose(arguments.lab), do="down")


def execute(arguments):
    words = _command(arguments.command) or [os.environ.get("SHELL", "/bin/bash")]
    return control.run(state.choose(arguments.lab), arguments.node, words, arguments.as_user)


def fault(arguments):
    _apply(state.choose(arguments.lab), arguments.names)


def unfault(arguments):
    path = state.choose(arguments.lab)
    for name in arguments.names or [None]:
        control.request(path, do="unfault", name=name)


def status(arguments):
    reply, _ = control.request(state.choose(arguments.lab), do="status")
    print(f"lab:    {os.path.basename(reply['path'])}\nfaults: {' '.join(reply['faults']) or 'none'}")
    print(f"late:   {max(reply['late_us'].values())} us at worst")
    print(f"dead:   {' '.join(reply['dead']) or 'none'}\nsent:   {len(reply['sent'])} destinations")


def list_faults(_arguments):
    for name in faults.names():
        print(f"{name:34} {faults.load(name).description}")


def clean(_arguments):
    for name in state.clean():
        print(f"removed {name}")


def suite(arguments):
    from . import suite as module
    return module.main(arguments, lambda: _start(arguments, is_attached=True))


def _parser():
    parser = argparse.ArgumentParser(prog="lab", description=_DESCRIPTION)
    parser.add_argument("--relay", metavar="PATH", help="the relay program (default: compiled and cached)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, function, text, *options):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(function=function)
        for words, settings in options:
            command.add_argument(*words, **settings)

    lab_name = (("--lab",), {"metavar": "NAME", "help": "which lab, where there are several"})
    with_fault = (("--fault",), {"action": "append", "default": [], "metavar": "NAME", "help": "apply a fault"})
    as_user = (("--as-user",), {"action": "store_true", "help": "run as an ordinary user without any capability"})
    words = (("command",), {"nargs": argparse.REMAINDER, "metavar": "-- COMMAND"})
    add("run", run, "run a command on the client of a new lab", with_fault, as_user, words)
    add("shell", shell, "step into the client of a new lab", with_fault, as_user)
    add("up", up, "start a lab that stays", with_fault, (("--name",), {"help": "its name"}))
    add("down", down, "end a lab", lab_name)
    add("exec", execute, "run a command in a node of a living lab", lab_name, as_user,
        (("node",), {"help": "client, firewall, r1, r2, relay, dallas, …"}), words)
    add("fault", fault, "apply faults to a living lab", lab_name, (("names",), {"nargs": "+", "metavar": "NAME"}))
    add("unfault", unfault, "lift faults, or all", lab_name, (("names",), {"nargs": "*", "metavar": "NAME"}))
    add("status", status, "what a lab is doing", lab_name)
    add("list", list_faults, "list the faults")
    add("clean", clean, "remove what crashed labs left")
    add("suite", suite, "check every fault with linecheck-cli and print TAP",
        (("--jobs",), {"type": int, "default": 4, "help": "labs side by side (4); most of a check is waiting"}),
        (("--cli",), {"metavar": "PATH", "help": "the linecheck-cli to test"}),
        (("--keep",), {"metavar": "DIRECTORY", "help": "keep every report there"}),
        (("patterns",), {"nargs": "*", "metavar": "PATTERN", "help": "only faults whose name matches"}))
    return parser


def main(words):
    arguments = _parser().parse_args(words)
    try:
        return arguments.function(arguments)
    except (control.LabError, RuntimeError, OSError) as error:
        print(f"lab: {error}", file=sys.stderr)
        return 125
    except KeyboardInterrupt:
        return 130
